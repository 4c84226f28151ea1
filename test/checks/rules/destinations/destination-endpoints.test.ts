import {
  deployment,
  destinationRule,
  gateway,
  object,
  routes,
  service,
  serviceEntry,
  to,
} from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9224', gateway('gw'), ...yaml);
const AT = 'Warning IST9224 VirtualService default/routes: spec.http[0].route[0].destination';

describe('replicas: 0', () => {
  /** A Deployment of pods of app `web`. */
  const version = (name: string, replicas: number) =>
    deployment(name, { app: 'web', version: name }).replace('spec: {', `spec: {"replicas":${replicas},`);
  const subsets = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }));
  const rule = destinationRule('web', { host: 'web', subsets });
  const toWeb = routes('routes', `[{ ${to('web')} }]`);
  const toSubset = routes('routes', '[{ route: [{ destination: { host: web, subset: v2 } }] }]');
  const idle = (name: string, workloads: string) =>
    `no pod runs for "${name}", so requests get 503: ${workloads} "replicas: 0"; raise the replicas, or send no requests here`;

  test('of every workload of a destination', () => {
    expect(findings(service('web'), version('v1', 0), toWeb)).toEqual([
      `${AT}.host ${idle('web.default.svc.cluster.local', 'Deployment "default/v1" has')}`,
    ]);
    expect(findings(service('web'), version('v1', 0), version('v2', 0), toWeb)).toEqual([
      `${AT}.host ${idle('web.default.svc.cluster.local', 'Deployment "default/v1", Deployment "default/v2" have')}`,
    ]);
    expect(findings(service('web'), version('v1', 1), version('v2', 0), toWeb)).toEqual([]);
    expect(findings(service('web'), version('v1', 0))).toEqual([]);
  });

  test('of every workload of a subset', () => {
    expect(findings(service('web'), rule, version('v1', 1), version('v2', 0), toSubset)).toEqual([
      `${AT}.subset ${idle('v2', 'Deployment "default/v2" has')}`,
    ]);
    expect(findings(service('web'), rule, version('v1', 0), version('v2', 1), toSubset)).toEqual([]);
  });

  test('of no workload at all', () => {
    const elsewhere = version('other/v2', 1);
    expect(findings(service('web'), rule, version('v1', 1), elsewhere, toSubset)).toEqual([]);
    const ofOther = deployment('api', { version: 'v2' });
    expect(findings(service('web'), rule, version('v1', 1), ofOther, toSubset)).toEqual([]);
    // IST0173 reports labels that no pod carries, and the pods of a Service may all be elsewhere.
    expect(findings(service('web'), rule, version('v1', 1), toSubset)).toEqual([]);
    expect(findings(service('web'), rule, ofOther, toSubset)).toEqual([]);
  });

  test('of some workloads, beside a WorkloadEntry', () => {
    const machine = (labels: object) => object('WorkloadEntry', 'machine', { address: '10.0.0.1', labels });
    expect(findings(service('web'), version('v1', 0), machine({ app: 'web' }), toWeb)).toEqual([]);
    expect(findings(service('web'), version('v1', 0), machine({ app: 'api' }), toWeb)).toHaveLength(1);
    const headless = service('web').replace('spec: {', 'spec: { clusterIP: None,');
    expect(findings(headless, version('v1', 0), machine({ app: 'web' }), toWeb)).toHaveLength(1);
    const ofSubset = machine({ app: 'web', version: 'v2' });
    expect(findings(service('web'), rule, version('v1', 1), ofSubset, toSubset)).toEqual([]);
  });

  test('behind another name', () => {
    const otherName = object('Service', 'other', {
      type: 'ExternalName',
      externalName: 'web.default.svc.cluster.local',
    });
    const toOther = routes('routes', `[{ ${to('other')} }]`);
    expect(findings(service('web'), otherName, version('v1', 0), toOther)).toHaveLength(1);
    expect(findings(service('web'), otherName, version('v1', 1), toOther)).toEqual([]);
  });

  test('is no mistake where no requests go', () => {
    const shares =
      '[{ route: [{ destination: { host: web, subset: v1 }, weight: 100 }, { destination: { host: web, subset: v2 }, weight: 0 }] }]';
    expect(
      findings(service('web'), rule, version('v1', 1), version('v2', 0), routes('routes', shares)),
    ).toEqual([]);
  });

  test.each([
    ['keda.sh/v1alpha1', 'ScaledObject', 'scaleTargetRef'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'scaleTargetRef'],
    ['argoproj.io/v1alpha1', 'Rollout', 'workloadRef'],
  ])('is no mistake where a %s %s runs the pods', (apiVersion, kind, field) => {
    const scaler = (name: string) => `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: default }
spec: { ${field}: { apiVersion: apps/v1, kind: Deployment, name: ${name} } }
---
`;
    expect(findings(service('web'), version('v1', 0), toWeb, scaler('v1'))).toEqual([]);
    expect(findings(service('web'), version('v1', 0), toWeb, scaler('v2'))).toHaveLength(1);
  });
});

describe('resolution NONE', () => {
  const entry = (name: string, fields: object) =>
    serviceEntry(name, {
      hosts: ['api.example.com'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      ...fields,
    });
  const toApi = (gateways: string) => routes('routes', `[{ ${to('api.example.com')} }]`, { gateways });

  test('a gateway has no endpoints', () => {
    const expected = [
      `${AT}.host ServiceEntry "default/api" has resolution NONE, so the gateway in namespace "istio-system" has no endpoints for "api.example.com", and requests get 503; set the resolution to DNS, or to STATIC with endpoints`,
    ];
    expect(findings(entry('api', { resolution: 'NONE' }), toApi('[default/gw]'))).toEqual(expected);
    expect(findings(entry('api', {}), toApi('[default/gw]'))).toEqual(expected);
    expect(findings(entry('api', { resolution: 'DNS' }), toApi('[default/gw]'))).toEqual([]);
  });

  test('a sidecar sends to the address that its client called', () => {
    expect(findings(entry('api', { resolution: 'NONE' }), toApi('[mesh]'))).toEqual([]);
  });

  test('another ServiceEntry may have endpoints for the host', () => {
    const objects = [entry('api', { resolution: 'NONE' }), entry('other', { resolution: 'DNS' })];
    expect(findings(...objects, toApi('[default/gw]'))).toEqual([]);
  });
});
