import { deployment, object, service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9218', ...yaml);
const named = (targetPort: unknown) => service('web', { name: 'http', port: 80, targetPort });

test('a Service finds its namesake by labels, not by name', () => {
  expect(findings(service('web'), deployment('web', { app: 'website' }))).toEqual([
    'Warning IST9218 Service default/web: spec.selector "app=web" does not select any pod in this namespace, so requests get 503; Deployment "default/web" has the name of the Service: let its pods carry these labels',
  ]);
  expect(findings(service('web'), deployment('web'))).toEqual([]);
  expect(findings(service('web'), deployment('api'))).toEqual([]);
  expect(findings(service('web'), deployment('other/web', { app: 'website' }))).toEqual([]);
});

test('Flagger makes the pods of the version in use', () => {
  const primary = (name: string) =>
    object('Service', name, { selector: { app: 'web-primary' }, ports: [{ name: 'http', port: 80 }] });
  const route = virtualService('vs', {
    hosts: ['web.example.com'],
    http: [{ route: [{ destination: { host: 'web-primary' } }] }],
  });
  const all = [primary('web'), primary('web-primary'), route];
  expect(findings(...all, deployment('web'))).toEqual([]);
  expect(findings(...all, deployment('web', { app: 'other' }))).toHaveLength(2);
});

test('a namesake may lack only the key of a label', () => {
  const typo = object('Service', 'web', { selector: { ap: 'web' }, ports: [{ name: 'http', port: 80 }] });
  expect(findings(typo, deployment('web'))).toEqual([
    'Warning IST9218 Service default/web: spec.selector "ap=web" does not select any pod in this namespace, so requests get 503; Deployment "default/web" has the name of the Service: let its pods carry these labels',
  ]);
});

describe('a Service that routes lead to, and that selects nothing', () => {
  const route = (destination: object = { host: 'web' }, weight = 100) =>
    virtualService('vs', {
      hosts: ['web.example.com'],
      http: [
        {
          route: [
            { destination, weight },
            { destination: { host: 'api' }, weight: 100 - weight },
          ],
        },
      ],
    });
  const NOT_SHOWN = [
    'Warning IST9218 Service default/web: spec.selector no workload of this namespace in these manifests carries "app=web", so requests get 503; correct the selector, or, if its pods are defined elsewhere, pass them as --context',
  ];

  test('beside workloads of its namespace', () => {
    expect(findings(service('web'), deployment('web-v1', { app: 'webb' }), route())).toEqual(NOT_SHOWN);
    const otherName = object('Service', 'alias', {
      type: 'ExternalName',
      externalName: 'web.default.svc.cluster.local',
      ports: [{ name: 'http', port: 80 }],
    });
    expect(findings(service('web'), otherName, deployment('db'), route({ host: 'alias' }))).toEqual(
      NOT_SHOWN,
    );
  });

  const edge = deployment('edge').replace(
    '"metadata":{',
    '"metadata":{"annotations":{"inject.istio.io/templates":"gateway"},',
  );
  const group = object('WorkloadGroup', 'machines', { template: {} });

  test.each([
    ['no workload is shown', []],
    ['workloads of other namespaces are shown', [deployment('other/db')]],
    ['only a gateway is shown', [edge]],
    ['machines register themselves', [deployment('db'), group]],
  ])('is no mistake where %s', (_, workloads) => {
    expect(findings(service('web'), route(), ...workloads)).toEqual([]);
  });

  test('is no mistake where it gets no requests', () => {
    expect(findings(service('web'), deployment('db'))).toEqual([]);
    expect(findings(service('web'), deployment('db'), route({ host: 'web' }, 0))).toEqual([]);
  });
});

test('a Service that selects a WorkloadEntry needs no pod', () => {
  const machine = (fields: object) =>
    object('WorkloadEntry', 'machine', { address: '10.0.0.1', labels: { app: 'web' }, ...fields });
  expect(findings(service('web'), deployment('web', { app: 'website' }), machine({}))).toEqual([]);
  expect(findings(named('http'), deployment('web'), machine({ ports: { http: 8080 } }))).toEqual([]);
  expect(findings(named('http'), deployment('web'), machine({ ports: { web: 8080 } }))).toHaveLength(1);
});

test('a port’s name is one of the containers’', () => {
  expect(findings(named('http'), deployment('web'))).toEqual([
    'Warning IST9218 Service default/web: spec.ports[0].targetPort Deployment "default/web" has no port named "http", so requests get 503; use "web", or write the number',
  ]);
  expect(findings(named('http'), deployment('web', {}, { containers: [{ name: 'app' }] }))).toEqual([
    'Warning IST9218 Service default/web: spec.ports[0].targetPort Deployment "default/web" has no port named "http", so requests get 503; name a port of its containers so, or write the number',
  ]);
});

test.each(['web', 9090, undefined])('%j is a port of the pods', (targetPort) => {
  expect(findings(named(targetPort), deployment('web'))).toEqual([]);
});

describe('a Service that a VirtualService routes elsewhere', () => {
  const sidecar = (namespace: string, ...hosts: string[]) =>
    object('Sidecar', `${namespace}/imports`, { egress: [{ hosts }] });
  const scene =
    service('shop/web') +
    deployment('shop/api') +
    service('other/api') +
    deployment('other/api') +
    virtualService('other/by', {
      hosts: ['web.shop.svc.cluster.local'],
      http: [{ route: [{ destination: { host: 'api' } }] }],
    });

  test('needs pods where a Sidecar imports it without the VirtualService', () => {
    expect(findings(scene, sidecar('shop', './*'))).toEqual([
      'Warning IST9218 Service shop/web: spec.selector no workload of this namespace in these manifests carries "app=web", so requests get 503; correct the selector, or, if its pods are defined elsewhere, pass them as --context',
    ]);
  });

  test('needs none where every client imports the VirtualService, or not the Service', () => {
    expect(findings(scene)).toEqual([]);
    expect(findings(scene, sidecar('shop', '*/*'))).toEqual([]);
    expect(findings(scene, sidecar('shop', 'istio-system/*'))).toEqual([]);
  });
});
