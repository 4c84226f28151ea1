import { gateway, routes, to } from '../../../scene';
import { findingsOf } from '../../support';

const server = (...hosts: string[]) => [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }];
const findings = (...yaml: string[]) => findingsOf('IST9223', ...yaml);
const route = (hosts: readonly string[], gateways: readonly string[] = ['default/gw'], name = 'routes') =>
  routes(name, `[{ ${to('web')} }]`, { hosts: [...hosts], gateways: [...gateways] });
const unserved = (name: string, i: number, host: string, gateways: string) =>
  `Warning IST9223 VirtualService ${name}: spec.hosts[${i}] "${host}" is not among the hosts that Gateway ${gateways} has for VirtualServices in namespace "${name.split('/')[0]}", so these routes get no requests for it; add it to the hosts of a server, or remove it here`;

test('a host that no Gateway has, beside one that a Gateway has', () => {
  expect(findings(gateway('gw', server('a.example.com')), route(['a.example.com', 'b.example.com']))).toEqual(
    [unserved('default/routes', 1, 'b.example.com', '"default/gw"')],
  );
});

test.each([
  ['the host itself', 'b.example.com'],
  ['a wildcard over it', '*.example.com'],
  ['everything', '*'],
])('a server may have %s', (_, host) => {
  const objects = [gateway('gw', server('a.example.com', host)), route(['a.example.com', 'b.example.com'])];
  expect(findings(...objects)).toEqual([]);
});

test('a server may have only some names under the host', () => {
  expect(
    findings(
      gateway('gw', server('a.example.com', 'x.example.org')),
      route(['a.example.com', '*.example.org']),
    ),
  ).toEqual([]);
});

test('each Gateway may have another host', () => {
  const both = ['default/gw', 'default/other'];
  const objects = [gateway('gw', server('a.example.com')), gateway('other', server('b.example.com'))];
  expect(findings(...objects, route(['a.example.com', 'b.example.com'], both))).toEqual([]);
  expect(findings(...objects, route(['a.example.com', 'c.example.com'], both))).toEqual([
    unserved('default/routes', 1, 'c.example.com', '"default/gw" and "default/other"'),
  ]);
});

test('a host may be for other namespaces', () => {
  const hosts = ['a.example.com', 'b.example.com'];
  const gw = gateway('gw', server('*/a.example.com', 'shop/b.example.com'));
  expect(findings(gw, route(hosts, ['default/gw'], 'shop/routes'))).toEqual([]);
  expect(findings(gw, route(hosts, ['default/gw'], 'web/routes'))).toEqual([
    unserved('web/routes', 1, 'b.example.com', '"default/gw"'),
  ]);
});

test('other codes report Gateways that have none of the hosts, or do not exist', () => {
  expect(findings(gateway('gw', server('c.example.com')), route(['a.example.com', 'b.example.com']))).toEqual(
    [],
  );
  expect(
    findings(
      gateway('gw', server('a.example.com')),
      route(['a.example.com', 'b.example.com'], ['default/gw', 'default/missing']),
    ),
  ).toEqual([]);
});

test('a host may be for sidecars', () => {
  expect(
    findings(gateway('gw', server('a.example.com')), route(['a.example.com', 'web'], ['default/gw', 'mesh'])),
  ).toEqual([]);
});
