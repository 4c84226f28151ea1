import { Chart } from 'cdk8s';
import { CustomTag, EchoServer, Gateway, MeshApp, Server, Telemetry, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();

// For the whole mesh, including gateways: the first proxy on the way decides whether a request is traced.
const mesh = new Chart(app, 'mesh', { namespace: 'istio-system', disableResourceNameHashes: true });
new Telemetry(mesh, 'tracing', {
  tracing: [
    {
      // The installation of Istio defines this provider under meshConfig.extensionProviders:
      //   - name: otel
      //     opentelemetry: { service: otel-collector.observability.svc.cluster.local, port: 4317 }
      providers: ['otel'],
      randomSamplingPercentage: 10,
      customTags: {
        stage: CustomTag.literal('test'),
        pod: CustomTag.environment('POD_NAME'),
        group: CustomTag.header('x-group', { defaultValue: 'none' }),
      },
    },
  ],
});

const chart = new Chart(app, 'tracing', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway], http: [{ to: echo }] });

app.synth();
