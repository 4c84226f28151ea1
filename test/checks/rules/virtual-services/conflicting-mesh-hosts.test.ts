import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const virtualService = (name: string, hosts: string, rest = '') =>
  object('VirtualService', name, `{ hosts: ${hosts}, http: [{ redirect: { uri: / } }], ${rest} }`);
const conflict = (name: string, place: number, host: string, others: string) =>
  `Error IST0109 VirtualService ${name}: spec.hosts[${place}] "${host}" is also routed inside the mesh by VirtualService ${others}, and sidecars use only one of them; merge them`;

const HOST = 'reviews.default.svc.cluster.local';
const a = virtualService('default/a', '[reviews]');

test.each([
  [
    'a Service by its short and its long name',
    a + virtualService('other/b', `[b, ${HOST}]`),
    [conflict('default/a', 0, HOST, '"other/b"'), conflict('other/b', 1, HOST, '"default/a"')],
  ],
  ['Services of two namespaces', a + virtualService('other/b', '[reviews]'), []],
  ['twice in one VirtualService', virtualService('default/a', `[reviews, ${HOST}]`), []],
  ['a gateway', a + virtualService('default/b', '[reviews]', 'gateways: [web]'), []],
  [
    'a gateway and the mesh',
    a + virtualService('default/b', '[reviews]', 'gateways: [web, mesh]'),
    [conflict('default/a', 0, HOST, '"default/b"'), conflict('default/b', 0, HOST, '"default/a"')],
  ],
  ['a wildcard that all see', a + virtualService('default/b', '["*.default.svc.cluster.local"]'), []],
  [
    'a wildcard that one namespace sees',
    a + virtualService('other/b', '["*.default.svc.cluster.local"]', 'exportTo: ["."]'),
    [
      conflict('default/a', 0, HOST, '"other/b"'),
      conflict('other/b', 0, '*.default.svc.cluster.local', '"default/a"'),
    ],
  ],
  [
    'a host that one namespace sees under a wildcard that all see',
    virtualService('default/a', '["*.example.com"]') +
      virtualService('other/b', '[a.example.com]', 'exportTo: [other]'),
    [
      conflict('default/a', 0, '*.example.com', '"other/b"'),
      conflict('other/b', 0, 'a.example.com', '"default/a"'),
    ],
  ],
  [
    'seen in different namespaces',
    virtualService('default/a', '[a.example.com]', 'exportTo: ["."]') +
      virtualService('other/b', '[a.example.com]', 'exportTo: ["."]'),
    [],
  ],
  [
    'seen in one namespace',
    virtualService('default/a', '[a.example.com]', 'exportTo: [third]') +
      virtualService('other/b', '[a.example.com]', 'exportTo: [fourth, third]'),
    [
      conflict('default/a', 0, 'a.example.com', '"other/b"'),
      conflict('other/b', 0, 'a.example.com', '"default/a"'),
    ],
  ],
])('%s', (_, yaml, expected) => expect(messagesOfValid(['IST0109'], yaml)).toEqual(expected));

test('says it once, and names the first few of many', () => {
  const many = Array.from({ length: 9 }, (_, i) =>
    virtualService(`default/v${i}`, '[a.example.com, b.example.com]'),
  );
  const messages = messagesOfValid(['IST0109'], many.join(''));
  expect(messages).toHaveLength(9);
  expect(messages[8]).toBe(
    conflict(
      'default/v8',
      0,
      'a.example.com',
      '"default/v0", "default/v1", "default/v2", "default/v3", "default/v4" and others',
    ),
  );
});
