import { ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { EchoServer, type EchoServerProps } from '../../lib';
import { mistakesOf, newChart } from '../support';

// biome-ignore lint/suspicious/noExplicitAny: manifests are untyped in cdk8s, and these tests reach deep into them
type Manifest = any;

function deploymentOf(props?: EchoServerProps): Manifest {
  return ApiObject.of(new EchoServer(newChart(), 'echo', props).deployment).toJson();
}

function serviceOf(props?: EchoServerProps): Manifest {
  return ApiObject.of(new EchoServer(newChart(), 'echo', props).service).toJson();
}

test('Deployment, Service and ServiceAccount', () => {
  const chart = newChart();
  new EchoServer(chart, 'echo');

  expect(Testing.synth(chart)).toMatchSnapshot();
});

test('meets the restricted Pod Security Standard', () => {
  const { spec } = deploymentOf().spec.template;
  const [container] = spec.containers;

  expect(spec).toMatchObject({ securityContext: { runAsNonRoot: true } });
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'volumes', 'initContainers']) {
    expect(spec).not.toHaveProperty(field);
  }
  expect(container.securityContext).toMatchObject({
    privileged: false,
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    runAsUser: 1000,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container.ports).toEqual([{ name: 'http', containerPort: 8080 }]);
});

test('the Service finds the pods of every version', () => {
  const { template, selector } = deploymentOf({ version: 'v2' }).spec;

  expect(template.metadata.labels).toMatchObject({ app: 'echo', version: 'v2' });
  expect(selector).toEqual({ matchLabels: { app: 'echo', version: 'v2' } });
  expect(serviceOf().spec.selector).toEqual({ app: 'echo' });
});

describe('every default can be overridden', () => {
  test('name, version, image, replicas and port', () => {
    const props = { name: 'web', version: 'v2', image: 'example/echo:1', replicas: 3, port: 8000 };
    const deployment = deploymentOf(props);

    expect(deployment.metadata).toMatchObject({ name: 'web', labels: { app: 'web', version: 'v2' } });
    expect(deployment.spec.replicas).toBe(3);
    expect(deployment.spec.template.spec.containers[0].image).toBe('example/echo:1');
    expect(serviceOf(props)).toMatchObject({
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: { ports: [{ name: 'http', port: 8000, targetPort: 8080 }], selector: { app: 'web' } },
    });
  });

  test('the identity', () => {
    const chart = newChart();
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'shared');
    const echo = new EchoServer(chart, 'echo', { serviceAccount });

    expect(echo.serviceAccount).toBe(serviceAccount);
    expect(Testing.synth(chart).map(({ kind }: Manifest) => kind)).toEqual(['Deployment', 'Service']);
    expect(ApiObject.of(echo.deployment).toJson().spec.template.spec.serviceAccountName).toBe('shared');
  });

  test('the container', () => {
    const [container] = deploymentOf({
      container: {
        name: 'main',
        imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
        resources: { cpu: { limit: kplus.Cpu.millis(200) }, memory: { request: Size.mebibytes(32) } },
        envVariables: {
          LOG_IGNORE_PATH: kplus.EnvValue.fromValue('/none'),
          EXTRA: kplus.EnvValue.fromValue('1'),
        },
        readiness: kplus.Probe.fromTcpSocket({ port: 8080 }),
        liveness: kplus.Probe.fromHttpGet('/live', { port: 8080 }),
        lifecycle: {},
        securityContext: { user: 2000, readOnlyRootFilesystem: false },
      },
    }).spec.template.spec.containers;

    expect(container).toMatchObject({
      name: 'main',
      imagePullPolicy: 'Always',
      resources: { limits: { cpu: '200m' }, requests: { memory: '32Mi' } },
      env: [
        { name: 'HTTP_PORT', value: '8080' },
        { name: 'LOG_IGNORE_PATH', value: '/none' },
        { name: 'EXTRA', value: '1' },
      ],
      readinessProbe: { tcpSocket: { port: 8080 } },
      livenessProbe: { httpGet: { path: '/live' } },
      securityContext: { runAsUser: 2000, runAsGroup: 1000, readOnlyRootFilesystem: false },
    });
    expect(container.lifecycle).toEqual({});
  });

  test('the Deployment', () => {
    const deployment = deploymentOf({
      deployment: {
        metadata: { name: 'echo-v1', annotations: { note: 'a' } },
        podMetadata: { labels: { tier: 'web' }, annotations: { 'proxy.istio.io/config': '{}' } },
        strategy: kplus.DeploymentStrategy.recreate(),
        terminationGracePeriod: Duration.seconds(5),
      },
    });

    expect(deployment.metadata).toMatchObject({
      name: 'echo-v1',
      annotations: { note: 'a' },
      labels: { app: 'echo' },
    });
    expect(deployment.spec.strategy).toEqual({ type: 'Recreate' });
    expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBe(5);
    expect(deployment.spec.template.metadata).toMatchObject({
      labels: { tier: 'web', app: 'echo', version: 'v1' },
      annotations: { 'proxy.istio.io/config': '{}' },
    });
  });

  test('the Service', () => {
    const service = serviceOf({
      service: {
        metadata: { name: 'public' },
        type: kplus.ServiceType.NODE_PORT,
        ports: [{ name: 'http2', port: 81, targetPort: 8080 }],
      },
    });

    expect(service.metadata.name).toBe('public');
    expect(service.spec).toMatchObject({ type: 'NodePort', ports: [{ name: 'http2', port: 81 }] });
  });
});

test('what is undefined keeps its default', () => {
  const { spec } = deploymentOf({
    container: { resources: undefined, startup: undefined, securityContext: { user: undefined } },
    deployment: { metadata: { name: undefined }, strategy: undefined },
    service: { ports: undefined },
  });
  const [container] = spec.template.spec.containers;

  expect(container.resources.requests).toEqual({ cpu: '10m', memory: '64Mi' });
  expect(container.startupProbe.httpGet.path).toBe('/healthz');
  expect(container.securityContext.runAsUser).toBe(1000);
});

test('refuses what Kubernetes would', () => {
  const echo = new EchoServer(newChart(), 'Echo', { version: 'v 1', port: 0, replicas: -1 });

  expect(mistakesOf(echo)).toEqual([
    '[test/Echo] EchoServer "Echo": name "Echo" is not a valid name here; ' +
      'use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends [IST0106]',
    '[test/Echo] EchoServer "Echo": version "v 1" is not the value of a label; use at most 63 letters, digits, ' +
      '"-", "_" and ".", with a letter or digit at both ends [IST0106]',
    '[test/Echo] EchoServer "Echo": port 0 is not a port; use a whole number from 1 to 65535 [IST0106]',
    '[test/Echo] EchoServer "Echo": replicas -1 is not a valid number of replicas; use a whole number from 0 [IST0106]',
  ]);
});

test('a further version stands behind the same Service, with the same identity', () => {
  const chart = newChart();
  const v1 = new EchoServer(chart, 'echo');
  const v2 = new EchoServer(chart, 'echo-v2', { versionOf: v1, version: 'v2' });

  expect(v2.service).toBe(v1.service);
  expect(v2.serviceAccount).toBe(v1.serviceAccount);
  expect(Testing.synth(chart).map(({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`)).toEqual([
    'ServiceAccount echo',
    'Deployment echo',
    'Service echo',
    'Deployment echo-v2',
  ]);
  expect(ApiObject.of(v2.deployment).toJson().spec.selector).toEqual({
    matchLabels: { app: 'echo', version: 'v2' },
  });
});

test('the objects are named alike in a chart that puts hashes behind names', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'default' });
  new EchoServer(chart, 'echo');

  expect(Testing.synth(chart).map(({ metadata }: Manifest) => metadata.name)).toEqual([
    'echo',
    'echo',
    'echo',
  ]);
});

describe('values that Kubernetes does not store', () => {
  const fieldsOf = (props: EchoServerProps) => {
    const echo = new EchoServer(newChart(), 'echo', props);
    const { minReadySeconds, template } = ApiObject.of(echo.deployment).toJson().spec;
    return [minReadySeconds, template.spec.hostNetwork, ApiObject.of(echo.service).toJson().spec.externalIPs];
  };

  test('are left out, so that a second kubectl apply changes nothing', () => {
    expect(fieldsOf({})).toEqual([undefined, undefined, undefined]);
  });

  test('other values are written', () => {
    expect(
      fieldsOf({
        deployment: { minReady: Duration.seconds(5), hostNetwork: true },
        service: { externalIPs: ['192.0.2.1'] },
      }),
    ).toEqual([5, true, ['192.0.2.1']]);
  });
});
