import { destinationRule, peerAuthentication, virtualService } from '../../scene';
import { all, messagesOf } from '../../support';

const labelled = (yaml: string, revision: string) => {
  const object = JSON.parse(yaml);
  object.metadata.labels = { 'istio.io/rev': revision };
  return JSON.stringify(object);
};

test.each([
  ['DestinationRule', destinationRule('shop/one', { host: 'a.example.com' })],
  ['VirtualService', virtualService('shop/one', { hosts: ['a.example.com'], http: [{ route: [] }] })],
  ['PeerAuthentication', peerAuthentication('shop/one', { mtls: { mode: 'STRICT' } })],
])('istiod of the default revision does not read a %s of another one', (kind, object) => {
  expect(messagesOf(labelled(object, 'canary')).filter((message) => message.includes('IST9018'))).toEqual([
    `Warning IST9018 ${kind} shop/one: metadata.labels["istio.io/rev"] the label "istio.io/rev: canary" leaves this object to revision "canary", so istiod of the default revision does not read it; remove the label, or set it to "default"`,
  ]);
  expect(messagesOf(labelled(object, 'default')).join()).not.toContain('IST9018');
  expect(messagesOf(object).join()).not.toContain('IST9018');
});

test('an object that istiod does not read is checked alone all the same', () => {
  const broken = virtualService('shop/one', {
    hosts: ['a.example.com'],
    http: [{ match: [{ uri: { regex: '(' } }], route: [{ destination: { host: 'b' }, weight: 7 }] }],
  });
  const codes = (yaml: string) => messagesOf(yaml).map((message) => message.split(' ')[1]);
  expect(codes(broken)).toContain('IST0122');
  expect(codes(broken)).toContain('IST0106');
  // What it names is not looked up: istiod never does so.
  const alone = codes(broken).filter((code) => code !== 'IST0101');
  expect(codes(labelled(broken, 'canary')).sort()).toEqual([...alone, 'IST9018'].sort());
});

test('a label of a pod is about injection, and says nothing of what istiod reads', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', namespace: 'shop' }, spec: {} };
  expect(messagesOf(all(labelled(JSON.stringify(pod), 'canary'))).join()).not.toContain('IST9018');
});
