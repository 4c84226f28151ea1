import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApiObject, type Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parseAllDocuments } from 'yaml';
import { EchoServer, type EchoServerProps } from '../../lib';
import { storedForm } from '../../lib/constructs/workloads/stored-form';
import { isRecord } from '../../lib/manifests/manifest';
import { examples, objectsOfExample } from '../example-objects';
import { newChart } from '../support';

/** The fields with a zero value that the API server stores, because they are pointers in its types, or required. */
const STORED_ZEROS =
  /\.(replicas|progressDeadlineSeconds|revisionHistoryLimit|terminationGracePeriodSeconds|runAs(User|Group|NonRoot)|fsGroup|maxSurge|maxUnavailable|automountServiceAccountToken|setHostnameAsFQDN|privileged|allowPrivilegeEscalation|readOnlyRootFilesystem)$/;
/** Maps, whose values may be empty, but which are not stored when they are empty themselves. */
const MAP = /\.(annotations|labels|matchLabels|nodeSelector|limits|requests)$/;
const ISTIO = /\.istio\.io\//;

/** What `kubectl apply` would send again each time, by path. */
function sentAgain(value: unknown, path: string): string[] {
  if (value == null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return [`${path}: ${JSON.stringify(value)}`];
  }
  if (isRecord(value)) {
    if (MAP.test(path)) return Object.keys(value).length === 0 ? [`${path}: {}`] : [];
    return Object.entries(value).flatMap(([key, field]) => sentAgain(field, `${path}.${key}`));
  }
  if (Array.isArray(value)) return value.flatMap((element, i) => sentAgain(element, `${path}[${i}]`));
  return (value === 0 || value === false) && !STORED_ZEROS.test(path) ? [`${path}: ${value}`] : [];
}

/** The same of an object; the API server stores what it is given of Istio's kinds, except null. */
function sentAgainOf(object: Record<string, unknown>): string[] {
  const found = sentAgain(object, String(object.kind));
  return ISTIO.test(String(object.apiVersion)) ? found.filter((each) => each.endsWith(': null')) : found;
}

const objectsOf = (echo: EchoServer) =>
  echo.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as Record<string, unknown>);

// Every option is listed, because a new one would not compile otherwise.
const none = Duration.seconds(0);

const zeroContainer = (
  chart: Chart,
): Required<Omit<kplus.ContainerOpts, 'port' | 'portNumber' | 'restartPolicy'>> => ({
  name: 'echo',
  ports: [{ number: 8080, name: 'http', hostPort: 0 }],
  command: [],
  args: [],
  workingDir: '',
  envVariables: { EMPTY: kplus.EnvValue.fromValue('') },
  envFrom: [],
  volumeMounts: [
    {
      path: '/data',
      volume: kplus.Volume.fromEmptyDir(chart, 'volume', 'data', { sizeLimit: Size.mebibytes(1024) }),
      readOnly: false,
      subPath: '',
    },
  ],
  imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
  readiness: kplus.Probe.fromHttpGet('/', {
    initialDelaySeconds: none,
    periodSeconds: none,
    timeoutSeconds: none,
    successThreshold: 0,
    failureThreshold: 0,
  }),
  liveness: kplus.Probe.fromCommand([]),
  startup: kplus.Probe.fromTcpSocket({ initialDelaySeconds: none, host: '' }),
  lifecycle: {},
  resources: {
    cpu: { request: kplus.Cpu.units(0.5), limit: kplus.Cpu.millis(1000) },
    memory: { request: Size.mebibytes(0), limit: Size.mebibytes(1024) },
    ephemeralStorage: {},
  },
  securityContext: {
    user: 0,
    group: 0,
    ensureNonRoot: false,
    privileged: false,
    readOnlyRootFilesystem: false,
    allowPrivilegeEscalation: false,
    capabilities: { add: [], drop: [] },
  },
});

const zeroDeployment = (chart: Chart): Required<NonNullable<EchoServerProps['deployment']>> => ({
  metadata: { annotations: {}, labels: {}, finalizers: [], ownerReferences: [] },
  podMetadata: { annotations: { empty: '' }, labels: {} },
  strategy: kplus.DeploymentStrategy.rollingUpdate({
    maxSurge: kplus.PercentOrAbsolute.absolute(1),
    maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
  }),
  minReady: none,
  progressDeadline: Duration.seconds(1),
  spread: false,
  initContainers: [{ image: 'init:1', command: [], envVariables: {} }],
  volumes: [],
  restartPolicy: kplus.RestartPolicy.ALWAYS,
  securityContext: { ensureNonRoot: false, user: 0, group: 0, fsGroup: 0, sysctls: [] },
  hostAliases: [],
  dns: { hostname: '', subdomain: '', hostnameAsFQDN: false, nameservers: [], searches: [], options: [] },
  dockerRegistryAuth: kplus.Secret.fromSecretName(chart, 'registry', 'registry'),
  automountServiceAccountToken: false,
  isolate: true,
  hostNetwork: false,
  terminationGracePeriod: none,
});

const zeroService: Required<Omit<NonNullable<EchoServerProps['service']>, 'externalName'>> = {
  metadata: { annotations: {}, labels: {} },
  clusterIP: '',
  externalIPs: [],
  type: kplus.ServiceType.CLUSTER_IP,
  ports: [{ port: 80, name: '', nodePort: 0 }],
  loadBalancerSourceRanges: [],
  publishNotReadyAddresses: false,
};

describe('a second `kubectl apply` says "unchanged"', () => {
  test('of an EchoServer', () => {
    const echo = new EchoServer(newChart(), 'echo');
    expect(objectsOf(echo).flatMap(sentAgainOf)).toEqual([]);
  });

  test('of an EchoServer, whatever its options are', () => {
    const chart = newChart();
    const echo = new EchoServer(chart, 'echo', {
      replicas: 0,
      container: zeroContainer(chart),
      deployment: zeroDeployment(chart),
      service: zeroService,
    });
    const next = new EchoServer(chart, 'next', {
      versionOf: echo,
      version: 'v2',
      deployment: { hostNetwork: false },
    });
    const objects = [echo, next].flatMap(objectsOf);
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'Deployment',
      'Deployment',
      'NetworkPolicy',
      'Service',
      'ServiceAccount',
    ]);
    expect(objects.flatMap(sentAgainOf)).toEqual([]);
  });

  test('of what is added to an EchoServer later', () => {
    const chart = newChart();
    const echo = new EchoServer(chart, 'echo');
    echo.deployment.addContainer({ image: 'other:1', args: [], portNumber: 9000 });
    ApiObject.of(echo.deployment).addJsonPatch(JsonPatch.add('/spec/paused', false));
    expect(objectsOf(echo).flatMap(sentAgainOf)).toEqual([]);
  });

  test('of dist/', () => {
    const text = readFileSync(resolve(__dirname, '../../dist/echo.k8s.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map((document) => document.toJS());
    expect(objects).toHaveLength(5);
    expect(objects.flatMap(sentAgainOf)).toEqual([]);
  });

  test.each(examples)('of the example %s', (example) => {
    const objects = objectsOfExample(example) as readonly unknown[];
    expect(objects.filter(isRecord).flatMap(sentAgainOf)).toEqual([]);
  });
});

test('what the API server stores is written', () => {
  const fields = {
    replicas: 0,
    minReadySeconds: 5,
    hostNetwork: true,
    privileged: false,
    annotations: { empty: '' },
    emptyDir: {},
    args: ['', 'x'],
    externalIPs: ['192.0.2.1'],
    storageClassName: '',
  };
  expect(storedForm(fields)).toEqual(fields);
});

test('quantities are written as the API server writes them', () => {
  const chart = newChart();
  const echo = new EchoServer(chart, 'echo', { container: zeroContainer(chart) });
  const { containers, volumes } = ApiObject.of(echo.deployment).toJson().spec.template.spec;
  expect([containers[0].resources, volumes]).toEqual([
    { requests: { cpu: '500m', memory: '0' }, limits: { cpu: '1', memory: '1Gi' } },
    [{ name: 'data', emptyDir: { sizeLimit: '1Gi' } }],
  ]);
});
