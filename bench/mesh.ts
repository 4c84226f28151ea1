import { dump } from 'js-yaml';

/** The manifests of a mesh: a Gateway, a VirtualService, a DestinationRule and a Service for each of a number of hosts. */
export function meshOf(hosts: number): Record<string, unknown>[] {
  return Array.from({ length: hosts }, (_, i) => objectsOf(`shop-${i}`, `team-${i % 100}`)).flat();
}

/** The same hosts behind one Gateway, with a Deployment for each version in the place of a Gateway of its own. */
export function servedMeshOf(hosts: number, versions: readonly string[] = ['v1']): Record<string, unknown>[] {
  const [gateway] = objectsOf('edge', 'ingress');
  const served = Array.from({ length: hosts }, (_, i) => {
    const [name, namespace] = [`shop-${i}`, `team-${i % 100}`];
    const deployments = versions.map((version) => deploymentOf(name, namespace, version));
    return [...objectsOf(name, namespace, 'ingress/edge').slice(1), ...deployments];
  });
  const servers = [{ hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }];
  const edge = { ...gateway, spec: { selector: { istio: 'ingressgateway' }, servers } };
  return [edge, ...served.flat()];
}

/** As YAML, four documents for each of a number of hosts, of about 230 characters each: most manifests are short. */
export function shortDocumentsOf(hosts: number): string {
  const documents = Array.from({ length: hosts }, (_, i) => {
    const metadata = { name: `shop-${i}`, namespace: `team-${i % 100}`, labels: { app: `shop-${i}` } };
    const [, , rule, service] = objectsOf(metadata.name, metadata.namespace);
    const route = { route: [{ destination: { host: metadata.name, port: { number: 80 } } }] };
    const spec = { hosts: [`${metadata.name}.example.com`], gateways: ['ingress/edge'], http: [route] };
    return [
      { ...service, metadata },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec },
      rule,
    ];
  });
  return documents
    .flat()
    .map((document) => dump(document))
    .join('---\n');
}

function deploymentOf(app: string, namespace: string, version: string): Record<string, unknown> {
  const labels = { app, version };
  const containers = [{ name: 'shop', image: 'shop', ports: [{ containerPort: 8080 }] }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { selector: { matchLabels: labels }, template };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace },
    spec,
  };
}

function objectsOf(name: string, namespace: string, gateway = name): Record<string, unknown>[] {
  const host = `${name}.example.com`;
  const metadata = { name, namespace };
  const destination = (subset: string) => ({ host: name, subset, port: { number: 80 } });
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata,
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ hosts: [host], port: { name: 'http', number: 80, protocol: 'HTTP' } }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [host],
        gateways: [gateway],
        http: [
          {
            match: [{ uri: { prefix: '/beta' } }, { headers: { 'x-group': { exact: 'beta' } } }],
            route: [{ destination: destination('v2') }],
          },
          {
            timeout: '5s',
            retries: { attempts: 3, perTryTimeout: '2s' },
            route: [
              { destination: destination('v1'), weight: 90 },
              { destination: destination('v2'), weight: 10 },
            ],
          },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: {
        host: name,
        trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, interval: '30s' } },
        subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  ];
}
