import { deployment, object, service } from '../../../scene';
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
