import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { ProbeScheme, ReadinessProbe, WorkloadGroup, type WorkloadGroupProps } from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const newGroup = (props: Partial<WorkloadGroupProps> = {}) =>
  new WorkloadGroup(newChart(), 'vms', { template: { serviceAccount: 'reviews' }, ...props });

const probeOf = (probe: ReadinessProbe) => (specOf(newGroup({ probe })) as { probe: unknown }).probe;

function mistakesIn(props: Partial<WorkloadGroupProps>): string[] {
  return mistakesOf(newGroup(props)).map((line) =>
    line.replace('[test/vms] WorkloadGroup "test-vms": spec.', ''),
  );
}

test('virtual machines', () => {
  const group = newGroup({
    template: {
      ports: { http: 8080 },
      labels: { app: 'reviews' },
      network: 'vms',
      locality: 'us-west',
      weight: 2,
      serviceAccount: 'reviews',
    },
    workloadMetadata: { labels: { app: 'reviews' }, annotations: { note: 'x' } },
    probe: ReadinessProbe.httpGet({ port: 8080, path: '/ready' }),
  });

  expect(ApiObject.of(group).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadGroup',
    metadata: { name: 'test-vms', namespace: 'default' },
    spec: {
      metadata: { annotations: { note: 'x' }, labels: { app: 'reviews' } },
      probe: { httpGet: { path: '/ready', port: 8080 } },
      template: {
        labels: { app: 'reviews' },
        locality: 'us-west',
        network: 'vms',
        ports: { http: 8080 },
        serviceAccount: 'reviews',
        weight: 2,
      },
    },
  });
  expect(mistakesOf(group)).toEqual([]);
});

describe('probes', () => {
  test('by HTTP', () => {
    const probe = ReadinessProbe.httpGet({
      port: 8443,
      path: '/ready',
      host: '127.0.0.1',
      scheme: ProbeScheme.HTTPS,
      headers: { 'x-probe': 'istio' },
      initialDelaySeconds: Duration.seconds(5),
      periodSeconds: Duration.minutes(1),
      timeoutSeconds: Duration.millis(2000),
      successThreshold: 2,
      failureThreshold: 4,
    });

    expect(probeOf(probe)).toEqual({
      httpGet: {
        port: 8443,
        path: '/ready',
        host: '127.0.0.1',
        scheme: 'HTTPS',
        httpHeaders: [{ name: 'x-probe', value: 'istio' }],
      },
      initialDelaySeconds: 5,
      periodSeconds: 60,
      timeoutSeconds: 2,
      successThreshold: 2,
      failureThreshold: 4,
    });
  });

  test('by TCP', () => {
    const probe = ReadinessProbe.tcpSocket({ port: 9000, host: 'localhost', failureThreshold: 1 });

    expect(probeOf(probe)).toEqual({ tcpSocket: { port: 9000, host: 'localhost' }, failureThreshold: 1 });
  });

  test('by a program', () => {
    const probe = ReadinessProbe.exec(['/bin/ready', '--quick'], { periodSeconds: Duration.seconds(3) });

    expect(probeOf(probe)).toEqual({ exec: { command: ['/bin/ready', '--quick'] }, periodSeconds: 3 });
  });

  test('by gRPC', () => {
    const probe = ReadinessProbe.grpc({ port: 9000, service: 'reviews', successThreshold: 1 });

    expect(probeOf(probe)).toEqual({ grpc: { port: 9000, service: 'reviews' }, successThreshold: 1 });
  });
});

describe('refuses', () => {
  test.each<[string, Partial<WorkloadGroupProps>, string]>([
    [
      'a socket with ports',
      { template: { address: 'unix:///run/x.sock', ports: { http: 80 } } },
      'template.ports cannot be used with the Unix domain socket "unix:///run/x.sock"; remove it [IST9015]',
    ],
    [
      'a label that is none',
      { workloadMetadata: { labels: { '': 'x' } } },
      'metadata.labels has the key "", which is not the name of a label; write "name" or "prefix/name" [IST0106]',
    ],
    [
      'no port by HTTP',
      { probe: ReadinessProbe.httpGet({ port: 0 }) },
      'probe.httpGet.port 0 is not a port; use a whole number from 1 to 65535 [IST0106]',
    ],
    [
      'no port by TCP',
      { probe: ReadinessProbe.tcpSocket({ port: 65536 }) },
      'probe.tcpSocket.port 65536 is not a port; use a whole number from 1 to 65535 [IST0106]',
    ],
    [
      'gRPC, which istiod does not know',
      { probe: ReadinessProbe.grpc({ port: 80 }) },
      'probe.grpc is a method that istiod does not know, although the CRD has it; use httpGet, tcpSocket or exec [IST0106]',
    ],
    [
      'a header that is none',
      { probe: ReadinessProbe.httpGet({ port: 80, headers: { 'x.y': 'z' } }) },
      'probe.httpGet.httpHeaders[0].name "x.y" is not the name of a header; use letters, digits and "-" [IST0106]',
    ],
    [
      'an odd scheme',
      { probe: ReadinessProbe.httpGet({ port: 80, scheme: 'ftp' as ProbeScheme }) },
      'probe.httpGet.scheme "ftp" is not a scheme; use "HTTP" or "HTTPS" [IST0106]',
    ],
    [
      'no program',
      { probe: ReadinessProbe.exec([]) },
      'probe.exec.command is empty; name the program to run [IST0106]',
    ],
    [
      'an empty argument',
      { probe: ReadinessProbe.exec(['ready', '']) },
      'probe.exec.command has an empty part; remove it [IST9015]',
    ],
    [
      'part of a second',
      { probe: ReadinessProbe.tcpSocket({ port: 80, timeoutSeconds: Duration.millis(1500) }) },
      'probe.timeoutSeconds 1.5 is not a number of seconds; use a whole number from 0 [IST0106]',
    ],
    [
      'less than no failures',
      { probe: ReadinessProbe.tcpSocket({ port: 80, failureThreshold: -1 }) },
      'probe.failureThreshold -1 is not a number of probes; use a whole number from 0 [IST0106]',
    ],
  ])('%s', (_, props, mistake) => {
    expect(mistakesIn(props)).toEqual([mistake]);
  });

  test('what a JSON patch breaks', () => {
    const probe = ReadinessProbe.tcpSocket({ port: 80 });
    const none = newGroup({ probe });
    ApiObject.of(none).addJsonPatch(JsonPatch.remove('/spec/probe/tcpSocket'));
    const two = newGroup({ probe });
    ApiObject.of(two).addJsonPatch(JsonPatch.add('/spec/probe/exec', { command: ['a'] }));
    const bare = newGroup();
    ApiObject.of(bare).addJsonPatch(JsonPatch.remove('/spec/template'));

    const field = '[test/vms] WorkloadGroup "test-vms": spec.';
    expect(mistakesOf(none)).toEqual([
      `${field}probe has no method; set httpGet, tcpSocket or exec [IST0106]`,
    ]);
    expect(mistakesOf(two)).toEqual([
      `${field}probe.exec cannot be used with tcpSocket; keep one of them [IST0106]`,
    ]);
    expect(mistakesOf(bare)).toEqual([
      `${field}template is missing; add what the workloads have in common [IST0106]`,
    ]);
  });
});
