import { to, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const root = (name: string, ...matches: object[]) =>
  virtualService(name, {
    hosts: [`${name.replace('/', '.')}.example.com`],
    gateways: ['gw'],
    http: [{ match: matches, delegate: { name: 'part', namespace: 'default' } }],
  });
const delegate = (...matches: object[]) =>
  virtualService('part', `{ http: [{ match: ${JSON.stringify(matches)}, ${to('a')} }, { ${to('b')} }] }`);
const prefix = (text: string) => ({ uri: { prefix: text } });
const findings = (...yaml: string[]) => findingsOf('IST9222', ...yaml);
const DROPPED =
  'Warning IST9222 VirtualService default/part: spec.http[0].match a match of this list conflicts with every match of the route of VirtualService "default/root" that delegates here, so istiod drops the whole route; let each match narrow a match of that route';

test.each<[string, object[], object[], boolean]>([
  ['outside of the prefix', [prefix('/a')], [prefix('/b')], true],
  ['shorter than the prefix', [prefix('/a/b')], [prefix('/a')], true],
  ['outside for one of two', [prefix('/a')], [prefix('/a/b'), prefix('/b')], true],
  ['a regular expression below a prefix', [prefix('/a')], [{ uri: { regex: '/a/.*' } }], true],
  ['for another port', [{ port: 80 }], [{ port: 443 }], true],
  ['for another method', [{ method: { exact: 'GET' } }], [{ method: { exact: 'POST' } }], true],
  ['for another gateway', [{ gateways: ['gw'] }], [{ gateways: ['other'] }], true],
  ['narrower', [prefix('/a')], [prefix('/a/b')], false],
  ['narrower than one of two', [prefix('/a'), prefix('/b')], [prefix('/b/c')], false],
  ['about something else', [prefix('/a')], [{ headers: { 'x-user': { exact: 'jason' } } }], false],
  ['the only one', [], [prefix('/b')], false],
])('a match of a delegate that is %s', (_, outer, inner, isDropped) => {
  expect(findings(root('root', ...outer), delegate(...inner))).toEqual(isDropped ? [DROPPED] : []);
});

test('a route that fits one of several roots is kept', () => {
  const other = root('other', prefix('/b'));
  expect(findings(root('root', prefix('/a')), other, delegate(prefix('/b/c')))).toEqual([]);
  expect(findings(root('root', prefix('/a')), other, delegate(prefix('/c')))).toHaveLength(1);
});

test('a route that is dropped for one of two routes is reported if a match of it fits', () => {
  const twice = (first: object) =>
    virtualService('root', {
      hosts: ['root.example.com'],
      gateways: ['gw'],
      http: [
        { match: [first], delegate: { name: 'part', namespace: 'default' } },
        { delegate: { name: 'part', namespace: 'default' } },
      ],
    });
  const part = delegate({ uri: { exact: '/' } }, prefix('/portal'));
  expect(findings(twice({ uri: { exact: '/' } }), part)).toEqual([
    'Warning IST9222 VirtualService default/part: spec.http[0].match a match of this list conflicts with every match of spec.http[0] of VirtualService "default/root", so istiod drops the whole route there, although other matches of the list fit; give the matches routes of their own',
  ]);
  expect(findings(twice({ uri: { exact: '/other' } }), part)).toEqual([]);
});

test('IST9206 reports a delegate that istiod does not use at all', () => {
  expect(findings(root('root', prefix('/a')))).toEqual([]);
  expect(findings(delegate(prefix('/b')))).toEqual([]);
  const hidden = virtualService(
    'part',
    `{ exportTo: [shop], http: [{ match: [{ uri: { prefix: /b } }], ${to('a')} }] }`,
  );
  expect(findings(root('root', prefix('/a')), hidden)).toEqual([]);
});
