import { messagesOf } from '../../support';

interface Scene {
  readonly labels?: string;
  readonly template?: string;
  readonly namespaceLabels?: string;
}

function saidOf(services: Record<string, string>, scene: Scene = {}): string[] {
  const { labels = '{}', template = '{labels: {app: web, tier: a}}' } = scene;
  const { namespaceLabels = '{istio-injection: enabled}' } = scene;
  const documents = Object.entries(services).map(
    ([name, spec]) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${name.startsWith('far') ? 'far' : 'shop'}}
spec: ${spec}`,
  );
  const yaml = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: ${namespaceLabels}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: ${labels}}
spec: {template: {metadata: ${template}, spec: {containers: [{name: web}]}}}
---
${documents.join('\n---\n')}`;
  return messagesOf(yaml).filter((message) => /IST0116|IST0137/.test(message));
}

const at = 'Deployment shop/web: spec.template.metadata.labels';
const web = (port: string) => `{selector: {app: web}, ports: [${port}]}`;

describe('one port with several protocols', () => {
  const CONFLICT = `Warning IST0116 ${at} are selected by "shop/a" and "shop/b", which give port 53 different protocols; use a separate port for each protocol`;
  const tcp = web('{name: tcp, port: 53, protocol: TCP}');
  const udp = web('{name: udp, port: 53, protocol: UDP}');

  test.each([
    ['in two Services', { a: tcp, b: udp }, [CONFLICT]],
    ['where TCP is not written', { a: web('{port: 53}'), b: udp }, [CONFLICT]],
    ['of the same transport', { a: tcp, b: web('{name: http, port: 53}') }, []],
    ['of other numbers', { a: tcp, b: web('{port: 54, protocol: UDP}') }, []],
    ['in another namespace', { a: tcp, far: udp }, []],
    ['with another selector', { a: tcp, b: '{selector: {app: b}, ports: [{port: 53, protocol: UDP}]}' }, []],
    [
      'with a selector of other labels',
      { a: tcp, b: '{selector: {tier: a}, ports: [{port: 53, protocol: UDP}]}' },
      [CONFLICT],
    ],
    ['without a selector', { a: tcp, b: '{ports: [{port: 53, protocol: UDP}]}' }, []],
  ])('%s', (_, services, expected) => expect(saidOf(services)).toEqual(expected));

  test('in one Service', () => {
    expect(saidOf({ a: web('{port: 53}, {port: 53, protocol: UDP}') })).toEqual([
      `Warning IST0116 ${at} are selected by "shop/a", which give port 53 different protocols; use a separate port for each protocol`,
    ]);
  });

  test.each([
    ['injected by its namespace', {}, true],
    ['in a namespace without injection', { namespaceLabels: '{}' }, false],
    [
      'that asks for injection',
      { namespaceLabels: '{}', template: '{labels: {app: web, sidecar.istio.io/inject: "true"}}' },
      true,
    ],
    [
      'that refuses injection',
      { template: '{labels: {app: web}, annotations: {sidecar.istio.io/inject: "false"}}' },
      false,
    ],
    ['of a waypoint', { labels: '{gateway.istio.io/managed: istio.io-mesh-controller}' }, false],
  ])('of a Deployment %s: %s', (_, scene, isReported) => {
    expect(saidOf({ a: tcp, b: udp }, scene)).toEqual(isReported ? [CONFLICT] : []);
  });
});

describe('one target port under several numbers', () => {
  test.each([
    [
      'in two Services',
      { a: web('{port: 80, targetPort: 8080}'), b: web('{port: 81, targetPort: 8080}') },
      `"shop/a" and "shop/b", whose ports 80 and 81 all lead to target port "8080"`,
    ],
    [
      'by its name',
      { a: web('{port: 80, targetPort: http}'), b: web('{port: 81, targetPort: http}') },
      `"shop/a" and "shop/b", whose ports 80 and 81 all lead to target port "http"`,
    ],
    [
      'in one Service',
      { a: web('{port: 80, targetPort: 8080}, {port: 8080}') },
      `"shop/a", whose ports 80 and 8080 all lead to target port "8080"`,
    ],
    [
      'of one number',
      { a: web('{port: 80, targetPort: 8080}'), b: web('{port: 80, targetPort: 8080}') },
      undefined,
    ],
    [
      'that differ',
      { a: web('{port: 80, targetPort: 8080}'), b: web('{port: 81, targetPort: 8081}') },
      undefined,
    ],
    ['written as text', { a: web('{port: 80, targetPort: "0"}'), b: web('{port: 81}') }, undefined],
  ])('%s', (_, services: Record<string, string>, who) => {
    const message = `Warning IST0137 ${at} are selected by ${who}; use the same port number for it in all of them`;
    expect(saidOf(services)).toEqual(who ? [message] : []);
  });
});

test('of many Services the first few are named', () => {
  const services = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((n) => [`s${n}`, web(`{port: ${n}, targetPort: 8080}`)]),
  );
  expect(saidOf(services)).toEqual([
    `Warning IST0137 ${at} are selected by "shop/s1", "shop/s2", "shop/s3", "shop/s4", "shop/s5" and others, whose ports 1, 2, 3, 4, 5 and others all lead to target port "8080"; use the same port number for it in all of them`,
  ]);
});
