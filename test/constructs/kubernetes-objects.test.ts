import { ApiObject, type Chart } from 'cdk8s';
import { Deployment, Role, Service, StatefulSet } from 'cdk8s-plus-28';
import {
  AuthorizationPolicy,
  type AuthorizationSourceLike,
  ClientTls,
  Destination,
  type DestinationReference,
  DestinationRule,
  EchoServer,
  EgressHosts,
  Gateway,
  Principal,
  type SecretLike,
  Server,
  ServerTls,
  type ServiceIdentity,
  Sidecar,
  TargetReference,
  Telemetry,
  VirtualService,
  WasmPlugin,
  WorkloadEntry,
  type WorkloadSelector,
} from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const containers = [{ image: 'x' }];
const template = {
  metadata: { labels: { app: 'api', tier: 'back' } },
  spec: { serviceAccountName: 'robot' },
};

function raw(chart: Chart, apiVersion: string, kind: string, rest: object = {}): ApiObject {
  return new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'api' }, ...rest });
}

const routesTo = (chart: Chart, to: DestinationReference) =>
  new VirtualService(chart, 'routes', { hosts: ['api'], http: [{ to }] });
const gatewayOf = (chart: Chart, selector: WorkloadSelector) =>
  new Gateway(chart, 'gateway', { selector, servers: [Server.http({ hosts: ['*'] })] });
const policyFrom = (chart: Chart, from: AuthorizationSourceLike) =>
  new AuthorizationPolicy(chart, 'policy', { rules: [{ from: [from] }] });

describe('an ApiObject takes the place of a Service', () => {
  const ports = [
    { port: 80, name: 'http' },
    { port: 53, protocol: 'UDP' },
  ];

  test('in a route, by its only port that is not UDP', () => {
    const chart = newChart();
    expect(specOf(routesTo(chart, raw(chart, 'v1', 'Service', { spec: { ports } })))).toMatchObject({
      http: [{ route: [{ destination: { host: 'api', port: { number: 80 } } }] }],
    });
  });

  test('in another namespace, by its whole name', () => {
    const service = raw(newChart('back'), 'v1', 'Service', { spec: { ports } });
    const host = 'api.back.svc.cluster.local';
    expect(specOf(routesTo(newChart(), Destination.service(service, { port: 'http' })))).toMatchObject({
      http: [{ route: [{ destination: { host, port: { number: 80 } } }] }],
    });
    expect(specOf(new DestinationRule(newChart(), 'rule', { host: service }))).toEqual({ host });
    const egress = [{ hosts: [EgressHosts.service(service)] }];
    expect(specOf(new Sidecar(newChart(), 'sidecar', { egress }))).toEqual({
      egress: [{ hosts: [`back/${host}`] }],
    });
  });

  test('an ExternalName needs no port', () => {
    const chart = newChart();
    const service = raw(chart, 'v1', 'Service', { spec: { type: 'ExternalName', externalName: 'a.com' } });
    expect(specOf(routesTo(chart, service))).toMatchObject({
      http: [{ route: [{ destination: { host: 'api' } }] }],
    });
  });

  test('which is refused without a port', () => {
    const chart = newChart();
    expect(mistakesOf(routesTo(chart, raw(chart, 'v1', 'Service')))).toEqual([
      '[test/routes] VirtualService "test-routes": spec.http[0].route[0].destination.port Service "api" has no port; its ports are: none [IST0101]',
    ]);
  });

  test('as the target of a policy', () => {
    const chart = newChart();
    const targetRefs = [TargetReference.service(raw(chart, 'v1', 'Service'))];
    expect(specOf(new Telemetry(chart, 'telemetry', { targetRefs }))).toMatchObject({
      targetRefs: [{ group: '', kind: 'Service', name: 'api' }],
    });
  });
});

describe('an ApiObject takes the place of a workload', () => {
  test.each<[string, string, object, object]>([
    ['apps/v1', 'Deployment', { selector: { matchLabels: { app: 'api' } }, template }, { app: 'api' }],
    ['apps/v1', 'StatefulSet', { selector: { matchLabels: { app: 'api' } }, template }, { app: 'api' }],
    ['apps/v1', 'DaemonSet', { selector: { matchLabels: { app: 'api' } }, template }, { app: 'api' }],
    [
      'argoproj.io/v1alpha1',
      'Rollout',
      { selector: { matchLabels: { app: 'api' } }, template },
      { app: 'api' },
    ],
    ['v1', 'ReplicationController', { selector: { app: 'api' }, template }, { app: 'api' }],
    ['batch/v1', 'Job', { template }, { app: 'api', tier: 'back' }],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }, { app: 'api', tier: 'back' }],
  ])('%s %s', (apiVersion, kind, spec, labels) => {
    const chart = newChart();
    const workload = raw(chart, apiVersion, kind, { spec });
    expect(specOf(gatewayOf(chart, workload))).toMatchObject({ selector: labels });
    expect(specOf(policyFrom(chart, workload))).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/default/sa/robot'] } }] }],
    });
  });

  test('a Pod', () => {
    const chart = newChart();
    const metadata = { name: 'api', labels: { app: 'api' } };
    const pod = raw(chart, 'v1', 'Pod', { metadata, spec: { serviceAccountName: 'robot' } });
    expect(specOf(gatewayOf(chart, pod))).toMatchObject({ selector: { app: 'api' } });
  });

  test('which is refused without labels, and with the default ServiceAccount', () => {
    const chart = newChart();
    const workload = raw(chart, 'apps/v1', 'Deployment', { spec: { template: {} } });
    expect(mistakesOf(gatewayOf(chart, workload))).toEqual([
      '[test/gateway] Gateway "test-gateway": spec.selector cannot tell the pods of Deployment "api" by labels, as it selects none; give it labels to select by [IST9043]',
    ]);
    expect(mistakesOf(policyFrom(newChart(), workload))).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].from[0].source.principals[0] names Deployment "api", which runs as the ServiceAccount that all pods of its namespace have by default; give it one of its own [IST9043]',
    ]);
  });
});

describe('an ApiObject takes the place of a ServiceAccount, a Namespace, and a Secret', () => {
  test('an identity', () => {
    const chart = newChart('back');
    const account = raw(chart, 'v1', 'ServiceAccount');
    expect(specOf(policyFrom(chart, account))).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/back/sa/api'] } }] }],
    });
    const serviceAccount = account;
    expect(specOf(new WorkloadEntry(chart, 'vm', { address: '10.0.0.1', serviceAccount }))).toMatchObject({
      serviceAccount: 'api',
    });
  });

  test('a namespace as a source', () => {
    const chart = newChart();
    expect(specOf(policyFrom(chart, raw(chart, 'v1', 'Namespace')))).toMatchObject({
      rules: [{ from: [{ source: { namespaces: ['api'] } }] }],
    });
  });

  test('a certificate', () => {
    const chart = newChart();
    const secret = raw(chart, 'v1', 'Secret');
    const tls = ServerTls.simple({ credentialName: [secret, 'other'] });
    expect(
      specOf(new Gateway(chart, 'gateway', { servers: [Server.https({ hosts: ['*'], tls })] })),
    ).toMatchObject({ servers: [{ tls: { credentialNames: ['api', 'other'] } }] });
    const trafficPolicy = { tls: ClientTls.simple({ credentialName: secret }) };
    expect(specOf(new DestinationRule(chart, 'rule', { host: 'api', trafficPolicy }))).toMatchObject({
      trafficPolicy: { tls: { credentialName: 'api' } },
    });
  });
});

describe('refuses an object of another kind', () => {
  const chart = newChart();
  const configMap = raw(chart, 'v1', 'ConfigMap');
  const deployment = new Deployment(chart, 'deployment', { containers, metadata: { name: 'api' } });
  const knative = new ApiObject(chart, 'knative', {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'api' },
  });

  test.each<[string, DestinationReference, string]>([
    [
      'an ApiObject',
      configMap,
      'refers to ConfigMap "api", which is not a Service of Kubernetes; use a Service of this app or of cdk8s-plus, or an ApiObject of this kind',
    ],
    [
      'a Service of another API',
      knative,
      'refers to serving.knative.dev/v1 Service "api", which is not a Service of Kubernetes; use a Service of this app or of cdk8s-plus, or an ApiObject of this kind',
    ],
    [
      'a Deployment, against the types',
      deployment as never,
      'refers to Deployment "api", which is not a Service of Kubernetes; use the Service that selects the pods of Deployment "api"',
    ],
  ])('as a destination: %s', (_, to, message) => {
    expect(mistakesOf(routesTo(newChart(), to))).toEqual([
      `[test/routes] VirtualService "test-routes": spec.http[0].route[0].destination.host ${message} [IST9043]`,
    ]);
  });

  test('as a workload', () => {
    expect(mistakesOf(gatewayOf(newChart(), configMap))[0]).toEqual(
      '[test/gateway] Gateway "test-gateway": spec.selector refers to ConfigMap "api", which runs no pods; use labels, or an object that runs pods, such as a Deployment [IST9043]',
    );
  });

  test('as an identity', () => {
    const identity: ServiceIdentity = configMap;
    const message =
      'refers to ConfigMap "api", which is not a ServiceAccount of Kubernetes; use a ServiceAccount of this app or of cdk8s-plus, or an ApiObject of this kind [IST9043]';
    expect(mistakesOf(policyFrom(newChart(), { principals: [Principal.of(identity)] }))).toEqual([
      `[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].from[0].source.principals[0] ${message}`,
    ]);
  });

  test('as a namespace', () => {
    expect(mistakesOf(policyFrom(newChart(), { namespaces: [configMap] }))).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": spec.rules[0].from[0].source.namespaces[0] refers to ConfigMap "api", which is not a Namespace of Kubernetes; use a Namespace of this app or of cdk8s-plus, or an ApiObject of this kind [IST9043]',
    ]);
  });

  test('as a Secret', () => {
    const secret: SecretLike = configMap;
    const message =
      'refers to ConfigMap "api", which is not a Secret of Kubernetes; use a Secret of this app or of cdk8s-plus, or an ApiObject of this kind [IST9043]';
    const tls = ServerTls.simple({ credentialName: secret });
    expect(
      mistakesOf(new Gateway(newChart(), 'gateway', { servers: [Server.https({ hosts: ['*'], tls })] })),
    ).toEqual([`[test/gateway] Gateway "test-gateway": spec.servers[0].tls.credentialName ${message}`]);
    const trafficPolicy = {
      portLevelSettings: [{ port: 443, tls: ClientTls.simple({ credentialName: secret }) }],
    };
    const [first] = mistakesOf(new DestinationRule(newChart(), 'rule', { host: 'api', trafficPolicy }));
    expect(first).toBe(
      `[test/rule] DestinationRule "test-rule": spec.trafficPolicy.portLevelSettings[0].tls.credentialName ${message}`,
    );
    const plugin = { url: 'oci://a.com/b:1', imagePullSecret: secret };
    expect(mistakesOf(new WasmPlugin(newChart(), 'wasm', plugin))[0]).toBe(
      `[test/wasm] WasmPlugin "test-wasm": spec.imagePullSecret ${message}`,
    );
  });
});

describe('a construct that has what is wanted takes its place', () => {
  test('an EchoServer is its Service', () => {
    const chart = newChart();
    const echo = new EchoServer(chart, 'echo');
    const blue = new EchoServer(chart, 'blue');
    const route = new VirtualService(chart, 'routes', {
      hosts: ['echo'],
      http: [
        {
          to: [
            { destination: echo, weight: 1 },
            { destination: blue, weight: 1 },
          ],
          mirrors: [{ destination: blue }],
        },
      ],
    });
    expect(specOf(route)).toMatchObject({
      http: [
        {
          route: [{ destination: { host: 'echo' } }, { destination: { host: 'blue' } }],
          mirrors: [{ destination: { host: 'blue' } }],
        },
      ],
    });
    const rule = new DestinationRule(chart, 'rule', { host: echo, subsets: { v1: { labels: echo } } });
    expect(specOf(rule)).toEqual({
      host: 'echo',
      subsets: [{ name: 'v1', labels: { app: 'echo', version: 'v1' } }],
    });
    expect(specOf(routesTo(newChart(), rule.subset('v1')))).toMatchObject({
      http: [{ route: [{ destination: { host: 'echo', port: { number: 80 }, subset: 'v1' } }] }],
    });
    const targetRefs = [TargetReference.service(echo)];
    expect(specOf(new Telemetry(chart, 'telemetry', { targetRefs }))).toMatchObject({
      targetRefs: [{ name: 'echo' }],
    });
    const egress = [{ hosts: [EgressHosts.service(echo)] }];
    expect(specOf(new Sidecar(chart, 'sidecar', { egress }))).toEqual({
      egress: [{ hosts: ['./echo.default.svc.cluster.local'] }],
    });
  });

  test('an EchoServer is its pods where requests come from', () => {
    const echo = new EchoServer(newChart('back'), 'echo');
    const match = [{ sourceLabels: echo }];
    const routes = new VirtualService(newChart(), 'routes', { hosts: ['api'], http: [{ match, to: echo }] });
    expect(specOf(routes)).toMatchObject({
      http: [{ match: [{ sourceLabels: { app: 'echo', version: 'v1' } }] }],
    });
  });

  test('an EchoServer is its ServiceAccount', () => {
    const chart = newChart();
    const echo = new EchoServer(chart, 'echo');
    expect(
      specOf(new WorkloadEntry(chart, 'vm', { address: '10.0.0.1', serviceAccount: echo })),
    ).toMatchObject({
      serviceAccount: 'echo',
    });
    expect(specOf(policyFrom(chart, { serviceAccounts: [echo] }))).toMatchObject({
      rules: [{ from: [{ source: { serviceAccounts: ['echo'] } }] }],
    });
  });

  test('a StatefulSet is its Service as a destination, and its pods as a selector', () => {
    const chart = newChart();
    const service = newService(chart, 'api');
    const statefulSet = new StatefulSet(chart, 'set', { containers, service });
    expect(specOf(routesTo(chart, statefulSet))).toMatchObject({
      http: [{ route: [{ destination: { host: 'api' } }] }],
    });
    expect(specOf(gatewayOf(chart, statefulSet))).toMatchObject({ selector: statefulSet.matchLabels });
  });
});

test('an EchoServer runs as a ServiceAccount of any version of cdk8s-plus, or an ApiObject', () => {
  const chart = newChart();
  const echo = new EchoServer(chart, 'echo', {
    serviceAccount: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: 'robot',
      toSubjectConfiguration: () => ({ name: 'robot', namespace: 'default' }),
    },
  });
  expect(ApiObject.of(echo.deployment).toJson().spec.template.spec.serviceAccountName).toBe('robot');
});

test('a Role of cdk8s-plus takes an Istio resource', () => {
  const chart = newChart();
  const role = new Role(chart, 'role');
  role.allowRead(routesTo(chart, new Service(chart, 'api', { ports: [{ port: 80 }] })));
  expect(ApiObject.of(role).toJson().rules).toEqual([
    {
      apiGroups: ['networking.istio.io'],
      resourceNames: ['test-routes'],
      resources: ['virtualservices'],
      verbs: ['get', 'list', 'watch'],
    },
  ]);
});
