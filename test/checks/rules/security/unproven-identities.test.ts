import {
  app,
  authorizationPolicy,
  deployment,
  destinationRule,
  namespace,
  peerAuthentication,
} from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const policy = (source: object, rest: object = {}) =>
  authorizationPolicy('shop/guard', {
    selector: { matchLabels: { app: 'api' } },
    rules: [{ from: [{ source }], ...rest }],
  });
const AT = 'AuthorizationPolicy shop/guard: spec.rules[0].from[0].source';
const CRON = 'cluster.local/ns/jobs/sa/cron';
const cron = (labels: object = {}) => deployment('jobs/cron', labels, { serviceAccountName: 'cron' });
const bare = cron({ 'sidecar.istio.io/inject': 'false' });
const API = app('shop/api');

describe('clients without sidecars', () => {
  const findings = (source: object, ...yaml: string[]) => findingsOf('IST9234', policy(source), API, ...yaml);

  test('the workloads of a service account', () => {
    expect(findings({ principals: [CRON] }, bare)).toEqual([
      `Warning IST9234 ${AT}.principals[0] "${CRON}" is an identity that no client proves: only a sidecar sends mutual TLS, and Deployment "jobs/cron" has none; give it a sidecar, or do not ask for its identity`,
    ]);
    expect(findings({ serviceAccounts: ['jobs/cron'] }, bare)).toHaveLength(1);
    expect(findings({ principals: [CRON] }, bare, cron().replace('name: cron', 'name: other'))).toEqual([]);
    expect(findings({ principals: [CRON] })).toEqual([]);
  });

  test('the workloads of a namespace', () => {
    const plain = namespace('jobs') + deployment('jobs/a', { 'sidecar.istio.io/inject': 'false' });
    expect(findings({ namespaces: ['jobs'] }, plain)).toHaveLength(1);
    expect(findings({ notNamespaces: ['jobs'] }, plain)).toHaveLength(1);
    expect(findings({ namespaces: ['jobs'] }, plain, deployment('jobs/b'))).toEqual([]);
    expect(findings({ namespaces: ['jo*'] }, plain)).toEqual([]);
  });

  test('in ambient mode the proxy of the node proves the identity', () => {
    const ambient = namespace('jobs', { 'istio.io/dataplane-mode': 'ambient' });
    const client = deployment('jobs/cron', {}).replace('"sidecar.istio.io/inject":"true"', '"a":"b"');
    expect(findings({ namespaces: ['jobs'] }, ambient, client)).toEqual([]);
  });

  test('conditions name identities, too', () => {
    const when = policy(
      { ipBlocks: ['10.0.0.0/8'] },
      { when: [{ key: 'source.principal', values: [CRON] }] },
    );
    expect(findingsOf('IST9234', when, API, bare)).toEqual([
      expect.stringContaining('spec.rules[0].when[0].values[0]'),
    ]);
  });
});

describe('workloads to which nobody sends mutual TLS', () => {
  const rule = (trafficPolicy: object, rest: object = {}) =>
    destinationRule('shop/api', { host: 'api', trafficPolicy, ...rest });
  const findings = (...yaml: string[]) =>
    findingsOf('IST9234', policy({ principals: [CRON] }), API, cron(), ...yaml);

  test('a DestinationRule', () => {
    expect(findings(rule({ tls: { mode: 'DISABLE' } }))).toEqual([
      `Warning IST9234 ${AT}.principals[0] "${CRON}" is an identity that no client of Deployment "shop/api" proves, because DestinationRule "shop/api" makes them send no mutual TLS of the mesh; set tls mode ISTIO_MUTUAL there, or remove tls`,
    ]);
    const forOthers = { portLevelSettings: [{ port: { number: 81 }, tls: { mode: 'DISABLE' } }] };
    expect(findings(rule(forOthers))).toEqual([]);
    expect(findings(rule({ tls: { mode: 'DISABLE' } }, { exportTo: ['.'] }))).toEqual([]);
    expect(findings(rule({ tls: { mode: 'ISTIO_MUTUAL' } }))).toEqual([]);
  });

  test('a PeerAuthentication', () => {
    const disabling = (mtls: object) => peerAuthentication('shop/plain', mtls);
    expect(findings(disabling({ mtls: { mode: 'DISABLE' } }))).toEqual([
      `Warning IST9234 ${AT}.principals[0] "${CRON}" is an identity that no client of Deployment "shop/api" proves, because PeerAuthentication "shop/plain" disables mutual TLS there; set mode PERMISSIVE or STRICT`,
    ]);
    expect(findings(disabling({ mtls: { mode: 'PERMISSIVE' } }))).toEqual([]);
  });
});

describe('trust domains', () => {
  const foreign = policy({ principals: ['other.example/ns/jobs/sa/cron'] });

  test('one that the mesh does not have', () => {
    expect(findingsOf('IST9235', foreign)).toEqual([
      `Warning IST9235 ${AT}.principals[0] "other.example" is not a trust domain of this mesh, which has "cluster.local", so this matches no client; write one of these, or, if the mesh has another configuration, pass it as --mesh-config`,
    ]);
    expect(findingsOf('IST9235', policy({ trustDomains: ['other.example'] }))).toHaveLength(1);
    expect(findingsIn({ trustDomainAliases: ['other.example'] }, 'IST9235', foreign)).toEqual([]);
  });

  test.each([[CRON], ['*/ns/jobs/sa/cron'], ['*']])('%s is of every mesh', (principal) => {
    expect(findingsIn({ trustDomain: 'my.example' }, 'IST9235', policy({ principals: [principal] }))).toEqual(
      [],
    );
  });
});
