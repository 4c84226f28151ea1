import { type App, Chart } from 'cdk8s';
import { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { VirtualService as RawVirtualService } from '../imports/networking.istio.io';
import { EchoServer, VirtualService } from '../lib';

/**
 * `charts`: a chart of four objects for each service. `one`: the same objects in a single chart. Both are made of
 * constructs that validate nothing, which favours `App`. `library`: as `charts`, with the constructs of this library.
 */
export const SHAPES = ['charts', 'one', 'library'] as const;
export type Shape = (typeof SHAPES)[number];

/** Adds a Deployment, a Service, a ServiceAccount and a VirtualService for each of a number of services. */
export function addServices(app: App, shape: Shape, count: number): void {
  const only = shape === 'one' ? new Chart(app, 'all', { namespace: 'all' }) : undefined;
  for (let i = 0; i < count; i++) {
    const id = `service-${i}`;
    const scope =
      only === undefined
        ? new Chart(app, id, { namespace: `team-${i}`, disableResourceNameHashes: true })
        : new Construct(only, id);
    if (shape === 'library') {
      addEchoServer(scope, id);
    } else {
      addPlainService(scope, id);
    }
  }
}

function addPlainService(scope: Construct, name: string): void {
  const serviceAccount = new ServiceAccount(scope, 'account');
  const deployment = new Deployment(scope, 'server', {
    serviceAccount,
    containers: [{ image: `registry.example.com/${name}:1.0`, portNumber: 8080 }],
  });
  const service = deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  new RawVirtualService(scope, 'routes', {
    spec: {
      hosts: [`${name}.example.com`],
      http: [
        {
          timeout: '5s',
          retries: { attempts: 3, perTryTimeout: '2s' },
          route: [{ destination: { host: service.name, port: { number: 80 } } }],
        },
      ],
    },
  });
}

function addEchoServer(scope: Construct, name: string): void {
  const echo = new EchoServer(scope, 'echo', { name });
  new VirtualService(scope, 'routes', { hosts: [name], http: [{ to: echo.service }] });
}
