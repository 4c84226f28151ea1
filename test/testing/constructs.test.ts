import { ApiObject, App, Chart } from 'cdk8s';
import {
  DestinationRule,
  EchoServer,
  Gateway,
  MeshModel,
  MutualTlsMode,
  PeerAuthentication,
  Server,
  ServiceEntry,
  ServiceReference,
  type TraceRequest,
  trace,
  VirtualService,
} from 'cdk8s-istio';
import 'cdk8s-istio/testing';
import { ServiceAccount, StatefulSet } from 'cdk8s-plus-28';
import { failure } from './failure';

// Names have hashes, and the second chart has no namespace.
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const echo = new EchoServer(chart, 'echo');
const v2 = new EchoServer(chart, 'echo-v2', { versionOf: echo, version: 'v2' });
const rule = new DestinationRule(chart, 'versions', {
  host: echo.service,
  subsets: { v1: { labels: { version: 'v1' } }, v2: { labels: { version: 'v2' } } },
});
const outside = new ServiceEntry(chart, 'outside', {
  hosts: ['*.example.com'],
  ports: [{ number: 80 }],
});
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [
    {
      match: [{ headers: { 'x-v2': 'yes' } }],
      to: rule.subset('v2'),
      mirrors: [{ destination: rule.subset('v1') }],
    },
    { to: rule.subset('v1') },
  ],
});
const elsewhere = new Chart(app, 'elsewhere');
const client = new StatefulSet(elsewhere, 'client', { containers: [{ image: 'app', portNumber: 80 }] });
const job = new ApiObject(elsewhere, 'job', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  spec: { template: { metadata: { labels: { app: 'job' } } } },
});
const mesh = MeshModel.of(app);
const withV2 = { url: 'http://a.com/', headers: { 'x-v2': 'yes' } };

test('requests go to workloads, Services and subsets of the app', () => {
  expect(mesh).toRoute(withV2, { to: v2, mirrored: echo });
  expect(mesh).toRoute(withV2, { to: v2.deployment });
  expect(mesh).toRoute(withV2, { to: ApiObject.of(v2.deployment) });
  expect(mesh).toRoute(withV2, { to: echo.service, mirrored: rule.subset('v1') });
  expect(mesh).toRoute(withV2, { to: rule.subset('v2') });
  expect(mesh).not.toRoute(withV2, { to: echo });
  expect(mesh).not.toRoute(withV2, { to: rule.subset('v1') });
  expect(mesh).not.toRoute(withV2, { to: v2, mirrored: rule.subset('v2') });
  const reference = ServiceReference.fromServiceName(
    new Chart(new App(), 'other'),
    'ref',
    echo.service.name,
    {
      namespaceName: 'shop',
      ports: [],
    },
  );
  expect(mesh).toRoute(withV2, { to: reference });
});

test('requests come from workloads of the app, with the names that they get', () => {
  expect(client.name).toMatch(/^elsewhere-client-/);
  for (const from of [client, ApiObject.of(client), job]) {
    expect(mesh).toRoute({ url: `http://${echo.service.name}.shop/`, from }, { to: echo.service });
  }
  expect(trace(mesh, { url: 'http://www.example.com/', from: echo }).hops[0]).toMatchObject({
    workload: { kind: 'Deployment', namespace: 'shop', name: echo.deployment.name },
  });
});

test('a ServiceAccount stands for the workload that runs as it, and a Gateway for the one that it configures', () => {
  const own = new App();
  const team = new Chart(own, 'team', { namespace: 'team' });
  const [used, shared, unused] = ['used', 'shared', 'unused'].map((id) => new ServiceAccount(team, id)) as [
    ServiceAccount,
    ServiceAccount,
    ServiceAccount,
  ];
  const run = (id: string, serviceAccount: ServiceAccount, labels = {}) =>
    new StatefulSet(team, id, {
      serviceAccount,
      podMetadata: { labels },
      containers: [{ image: 'app', portNumber: 80 }],
    });
  const [one, two, three] = [run('one', used), run('two', shared, { edge: 'own' }), run('three', shared)] as [
    StatefulSet,
    StatefulSet,
    StatefulSet,
  ];
  const edge = (id: string, selector: Record<string, string>) =>
    new Gateway(team, id, { selector, servers: [Server.http({ hosts: ['*'] })] });
  const from = (client: TraceRequest['from']) => {
    const [hop] = trace(own, { url: 'http://a.com/', from: client }).hops;
    return hop && 'workload' in hop ? hop.workload?.name : hop;
  };
  expect(from(used)).toBe(one.name);
  expect(from(ApiObject.of(used))).toBe(one.name);
  expect(from(edge('usual', { istio: 'ingressgateway' }))).toBe('istio-ingressgateway');
  expect(from(edge('own', { edge: 'own' }))).toBe(two.name);

  const any = edge('any', {});
  expect(() => from(shared)).toThrow(
    new Error(
      `"from" refers to ServiceAccount "${shared.name}", as which several workloads run; write "mesh:team/${two.name}" or "mesh:team/${three.name}"`,
    ),
  );
  expect(() => from(unused)).toThrow(
    new Error(
      `"from" refers to ServiceAccount "${unused.name}", as which no workload of the app runs; write "mesh:NAMESPACE/WORKLOAD"`,
    ),
  );
  expect(() => from(any)).toThrow(
    `"from" refers to Gateway "${any.name}", which selects several workloads; write "gateway", "gateway:team/${one.name}"`,
  );
  const nothing = edge('nothing', { edge: 'none' });
  expect(() => from(nothing)).toThrow(
    new Error(
      `"from" refers to Gateway "${nothing.name}", which selects no workload of the app; write "gateway:NAMESPACE/WORKLOAD"`,
    ),
  );
  const outsideOfApp = Gateway.fromGatewayName(team, 'outside', 'edge');
  expect(() => from(outsideOfApp as never)).toThrow(
    '"from" refers to a Gateway outside of the app, which sends no requests; use a workload, the ServiceAccount of one, or a Gateway of the app, or write it like "mesh:NAMESPACE/WORKLOAD"',
  );
});

test('requests go to the hosts of a ServiceEntry', () => {
  expect(mesh).toRoute({ url: 'http://www.example.com/', from: echo }, { to: outside });
  expect(mesh).not.toRoute({ url: 'http://www.example.org/', from: echo }, { to: outside });
});

test('a policy of the app denies requests', () => {
  const policy = new ApiObject(new Chart(new App(), 'policies', { namespace: 'shop' }), 'closed', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    spec: {},
  });
  const closed = MeshModel.of([...chart.toJson(), policy.toJson()]);
  expect(closed).toDeny('http://a.com/', { by: policy });
  const other = new ApiObject(new Chart(new App(), 'others', { namespace: 'web' }), 'closed', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: policy.name },
    spec: {},
  });
  expect(closed).not.toDeny('http://a.com/', { by: other });
  expect(() => expect(closed).not.toDeny('http://a.com/', { by: rule })).toThrow(
    new Error(
      `toDeny: "by" refers to DestinationRule "${rule.name}", which denies no requests; use an AuthorizationPolicy or a RequestAuthentication, or its name`,
    ),
  );
});

test('messages name the objects as traces do', () => {
  const lines = (to: Parameters<ReturnType<typeof expect>['toRoute']>[1]['to']) =>
    failure(() => expect(mesh).toRoute('http://b.com/', { to })).match(/^Expected: .*/m)?.[0];
  expect(lines(v2)).toBe(`Expected: to Deployment shop/${v2.deployment.name}`);
  expect(lines(rule.subset('v2'))).toBe(`Expected: to ${echo.service.name}.shop.svc.cluster.local subset v2`);
  expect(lines(outside)).toBe('Expected: to *.example.com');
});

test('objects that requests neither go to nor come from are refused', () => {
  const strict = new PeerAuthentication(new Chart(new App(), 'x'), 'strict', {
    mode: MutualTlsMode.STRICT,
  } as never);
  expect(() => expect(mesh).toRoute('http://a.com/', { to: strict as never })).toThrow(
    new Error(
      `toRoute: "to" refers to PeerAuthentication "${strict.name}", which requests do not go to; use a workload, a Service, a subset or a ServiceEntry, or its name`,
    ),
  );
  expect(() => trace(mesh, { url: 'http://a.com/', from: echo.service as never })).toThrow(
    new Error(
      `"from" refers to Service "${echo.service.name}", which sends no requests; use a workload, the ServiceAccount of one, or a Gateway of the app, or write it like "mesh:NAMESPACE/WORKLOAD"`,
    ),
  );
  expect(() => trace(mesh, { url: 'http://a.com/', header: {} } as never)).toThrow(
    new Error(
      '"header" is not a field of a request; use "url", "method", "headers", "from", "claims", "clientIp", "sni", "clientCertificate"',
    ),
  );
});
