import fc from 'fast-check';
import { hostOf, istio, type KubernetesObject, NAMESPACES, SERVICES, SUBSETS, specOf } from './mesh-objects';

/** A change that istiod accepts, and that may keep requests from where they should go. */
export type Slip = (objects: KubernetesObject[], pick: (kind: string) => KubernetesObject) => void;

const EXPORT_TO = [['.'], ['shop'], ['istio-system'], ['~'], ['default', 'istio-system']];
const ISTIO_KINDS = ['Gateway', 'VirtualService', 'DestinationRule'];

const slipOfIstio: fc.Arbitrary<Slip> = fc.oneof(
  fc.constantFrom(...ISTIO_KINDS).map(
    (kind): Slip =>
      (_, pick) => {
        pick(kind).metadata.labels = { 'istio.io/rev': 'canary' };
      },
  ),
  fc.tuple(fc.constantFrom('VirtualService', 'DestinationRule'), fc.constantFrom(...EXPORT_TO)).map(
    ([kind, exportTo]): Slip =>
      (_, pick) => {
        pick(kind).spec.exportTo = exportTo;
      },
  ),
  fc.constantFrom(...EXPORT_TO).map(
    (exportTo): Slip =>
      (_, pick) => {
        pick('Service').metadata.annotations = { 'networking.istio.io/exportTo': exportTo.join(',') };
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    objects.splice(objects.indexOf(pick('Service')), 1);
  }),
  fc.constant<Slip>((objects, pick) => {
    objects.splice(objects.indexOf(pick('DestinationRule')), 1);
  }),
  fc.nat(SERVICES.length - 1).map(
    (choice): Slip =>
      (objects) => {
        // One version remains, since a Service without any pods among the manifests may have them elsewhere.
        const versions = objects.filter(isSecondVersion);
        objects.splice(objects.indexOf(versions[choice % versions.length] as KubernetesObject), 1);
      },
  ),
  fc.constant<Slip>((_, pick) => {
    pick('DestinationRule').spec.subsets.pop();
  }),
  fc.constantFrom(...NAMESPACES).map(
    (namespace): Slip =>
      (_, pick) => {
        const rule = pick('DestinationRule');
        rule.metadata = { name: `${rule.metadata.name}-${rule.metadata.namespace}`, namespace };
      },
  ),
  fc.constantFrom({ app: 'client' }, { app: 'reviews' }, { version: 'v1' }).map(
    (matchLabels): Slip =>
      (_, pick) => {
        pick('DestinationRule').spec.workloadSelector = { matchLabels };
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    const { metadata, spec } = pick('DestinationRule');
    objects.push(
      istio('DestinationRule', `${metadata.name}-too`, metadata.namespace ?? '', {
        ...spec,
        subsets: [{ name: 'v3', labels: { version: 'v2' } }],
      }),
    );
  }),
  fc.constantFrom('.', '*', ...NAMESPACES).map(
    (owner): Slip =>
      (_, pick) => {
        const server = firstOf(pick('Gateway').spec.servers);
        server.hosts = server.hosts.map((host: string) => `${owner}/${host}`);
      },
  ),
  fc.constant<Slip>((_, pick) => {
    pick('Gateway').spec.servers.reverse();
  }),
  fc.constantFrom(443, 8080).map(
    (number): Slip =>
      (_, pick) => {
        const server = firstOf(pick('Gateway').spec.servers);
        server.port = { ...server.port, number };
      },
  ),
  fc.constant<Slip>((_, pick) => {
    const servers = pick('Gateway').spec.servers;
    servers.push({
      port: { number: 443, name: 'https-more', protocol: 'HTTPS' },
      tls: { mode: 'SIMPLE', credentialName: 'second' },
      hosts: ['more.example.com', firstOf(firstOf(servers).hosts)],
    });
  }),
  fc.constantFrom('mesh', 'default/gateway', 'shop/gateway').map(
    (name): Slip =>
      (_, pick) => {
        pick('VirtualService').spec.gateways = [name];
      },
  ),
  fc.constantFrom(80, 443, 8443).map(
    (port): Slip =>
      (_, pick) => {
        narrowFirst(pick('VirtualService'), { port });
      },
  ),
  fc.constantFrom({ uri: { prefix: '/delegated/b' } }, { uri: { exact: '/a' } }).map(
    (one): Slip =>
      (objects) => {
        const delegate = objects.find(({ metadata }) => metadata.name === 'delegate');
        delegate?.spec.http.splice(0, 1, { ...delegate.spec.http[0], match: [one] });
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    const { metadata, spec } = pick('VirtualService');
    objects.push(
      istio('VirtualService', `${metadata.name}-too`, metadata.namespace ?? '', {
        ...spec,
        http: [{ route: [{ destination: { host: hostOf(1) } }] }],
      }),
    );
  }),
  fc.constantFrom('reviews', 'ratings').map(
    (host): Slip =>
      (_, pick) => {
        leadLast(pick('VirtualService'), { host });
      },
  ),
  fc.constantFrom(80, 81).map(
    (number): Slip =>
      (_, pick) => {
        const last = firstOf(pick('VirtualService').spec.http.slice(-1));
        last.route = last.route?.map(({ destination }: { destination: object }) => ({
          destination: { ...destination, port: { number } },
        }));
      },
  ),
);

/** Changes of what routes lead to: other names, hosts outside the mesh, and workloads that do not run. */
const slipOfDestinations: fc.Arbitrary<Slip> = fc.oneof(
  fc
    .record({
      target: fc.nat(SERVICES.length - 1),
      subset: fc.option(fc.constantFrom(...SUBSETS)),
      hasRule: fc.boolean(),
      isHidden: fc.boolean(),
      isChain: fc.boolean(),
      hasPort: fc.boolean(),
    })
    .map(
      ({ target, subset, hasRule, isHidden, isChain, hasPort }): Slip =>
        (objects, pick) => {
          objects.push(externalName('other-name', hostOf(target), hasPort));
          const called = isChain ? 'other-name-too' : 'other-name';
          const host = `${called}.default.svc.cluster.local`;
          if (isChain) {
            objects.push(externalName(called, 'other-name.default.svc.cluster.local', hasPort));
          }
          if (hasRule) {
            const subsets = SUBSETS.map((version) => ({ name: version, labels: { version } }));
            objects.push(istio('DestinationRule', 'other-name', 'default', { host, subsets }));
          }
          if (isHidden) {
            const [name, namespace] = SERVICES[target] ?? SERVICES[0];
            const service = objects.find(
              ({ kind, metadata }) =>
                kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
            );
            Object.assign(service?.metadata ?? {}, { annotations: { 'networking.istio.io/exportTo': '.' } });
          }
          leadLast(pick('VirtualService'), subset === null ? { host } : { host, subset });
        },
    ),
  fc
    .record({
      resolution: fc.constantFrom('NONE', 'STATIC', 'DNS'),
      endpoints: fc.constantFrom<object>(
        {},
        { endpoints: [{ address: '10.0.0.1' }] },
        { workloadSelector: { labels: { app: 'machine' } } },
        { workloadSelector: { labels: { app: 'mechanism' } } },
      ),
      location: fc.constantFrom('MESH_EXTERNAL', 'MESH_INTERNAL'),
    })
    .filter(({ resolution, endpoints }) => resolution !== 'NONE' || Object.keys(endpoints).length === 0)
    .map(
      ({ resolution, endpoints, location }): Slip =>
        (objects, pick) => {
          const host = 'api.outside.example.com';
          objects.push(
            istio('ServiceEntry', 'outside', 'default', {
              hosts: [host],
              ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
              resolution,
              location,
              ...endpoints,
            }),
            istio('WorkloadEntry', 'machine', 'default', { address: '10.0.0.1', labels: { app: 'machine' } }),
          );
          leadLast(pick('VirtualService'), { host });
        },
    ),
  fc.constant<Slip>((_, pick) => {
    pick('Service').spec.selector = { app: 'mistyped' };
  }),
  fc.tuple(fc.nat(SERVICES.length - 1), fc.constantFrom(/-v[12]$/, /-v2$/)).map(
    ([choice, versions]): Slip =>
      (objects) => {
        const [name, namespace] = SERVICES[choice] ?? SERVICES[0];
        for (const { kind, metadata, spec } of objects) {
          const isOfService = metadata.name.startsWith(`${name}-`) && metadata.namespace === namespace;
          if (kind === 'Deployment' && isOfService && versions.test(metadata.name)) {
            spec.replicas = 0;
          }
        }
      },
  ),
);

/** Changes of what requests routes are for: clients, gateways and hosts. */
const slipOfRequests: fc.Arbitrary<Slip> = fc.oneof(
  fc.tuple(fc.boolean(), fc.boolean()).map(
    ([isPlain, isOlder]): Slip =>
      (objects) => {
        // The second Gateway serves the first host as well, by routes of its own.
        const second = objects.find(
          ({ kind, metadata }) => kind === 'Gateway' && metadata.namespace === 'shop',
        );
        const root = objects.find(
          ({ kind, metadata }) => kind === 'VirtualService' && metadata.name === 'first',
        );
        if (second && root) {
          for (const server of second.spec.servers) {
            server.hosts = [...server.hosts, 'first.example.com'];
          }
          for (const { kind, spec } of isPlain ? objects : []) {
            spec.servers?.splice(kind === 'Gateway' ? 1 : 0);
          }
          Object.assign(second.metadata, isOlder ? { creationTimestamp: '2020-01-01T00:00:00Z' } : {});
          const http = root.spec.http.slice(1);
          const spec = { hosts: ['first.example.com'], gateways: ['shop/gateway'], http };
          objects.push(istio('VirtualService', 'first-too', 'default', spec));
        }
      },
  ),
  fc
    .record({
      namespace: fc.constantFrom(...NAMESPACES),
      hosts: fc.constantFrom(
        ['./*'],
        ['default/*'],
        ['./*', 'shop/*'],
        ['*/reviews.default.svc.cluster.local'],
      ),
      labels: fc.option(fc.constantFrom({ version: 'v1' }, { app: 'client' })),
    })
    .map(
      ({ namespace, hosts, labels }): Slip =>
        (objects) => {
          const workloadSelector = labels === null ? {} : { workloadSelector: { labels } };
          objects.push(istio('Sidecar', 'imports', namespace, { egress: [{ hosts }], ...workloadSelector }));
        },
    ),
  fc.constantFrom('gateway', 'default/gateway', 'shop/gateway', 'mesh').map(
    (name): Slip =>
      (_, pick) => {
        narrowFirst(pick('VirtualService'), { gateways: [name] });
      },
  ),
  fc.constantFrom(...NAMESPACES).map(
    (sourceNamespace): Slip =>
      (_, pick) => {
        narrowFirst(pick('VirtualService'), { sourceNamespace });
      },
  ),
  fc.tuple(fc.constantFrom(...NAMESPACES), fc.option(fc.constantFrom('gateway', 'default/gateway'))).map(
    ([namespace, gateway]): Slip =>
      (objects) => {
        const delegate = objects.find(({ metadata }) => metadata.name === 'delegate');
        const root = objects.find(
          ({ kind, metadata }) => kind === 'VirtualService' && metadata.name === 'first',
        );
        if (delegate && root) {
          delegate.metadata.namespace = namespace;
          const [first] = root.spec.http;
          Object.assign(first ?? {}, { delegate: { name: 'delegate', namespace } });
          if (gateway) {
            narrowFirst(delegate, { gateways: [gateway] });
          }
        }
      },
  ),
  fc
    .constantFrom('unserved.example.com', '*.unserved.example.com', 'both.example.com', 'shop.example.com')
    .map(
      (host): Slip =>
        (_, pick) => {
          const { spec } = pick('VirtualService');
          if (spec.hosts) {
            spec.hosts = [...spec.hosts, host];
          }
        },
    ),
);

/** A change after which some requests may not arrive. */
export const slip: fc.Arbitrary<Slip> = fc.oneof(
  { weight: 3, arbitrary: slipOfIstio },
  { weight: 2, arbitrary: slipOfDestinations },
  { weight: 1, arbitrary: slipOfRequests },
);

function externalName(name: string, target: string, hasPort: boolean): KubernetesObject {
  const ports = hasPort ? { ports: [{ name: 'http', port: 80 }] } : {};
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: specOf({ type: 'ExternalName', externalName: target, ...ports }),
  };
}

function leadLast({ spec }: KubernetesObject, destination: object): void {
  firstOf(spec.http.slice(-1)).route = [{ destination }];
}

function narrowFirst({ spec }: KubernetesObject, condition: object): void {
  const first = firstOf(spec.http);
  first.match = (first.match ?? [{}]).map((one: object) => ({ ...one, ...condition }));
}

function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) {
    throw new Error('the list is empty');
  }
  return first;
}

function isSecondVersion({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'Deployment' && /^(reviews|ratings|details)-v2$/.test(metadata.name);
}
