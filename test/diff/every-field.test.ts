import { diff, type MeshDiff } from '../../lib/diff';
import type { MeshModel } from '../../lib/routing';
import { mesh } from '../routing/outcomes';
import {
  app,
  authorizationPolicy,
  destinationRule,
  gateway,
  namespace,
  object,
  peerAuthentication,
  requestAuthentication,
  routes,
  virtualService,
} from '../scene';
import { type Leaf, leavesOf, withValue } from './fields';

/** A mesh in which fields matter whose path begins with `of`. */
interface Scene {
  readonly of: string;
  /** The rest of the spec of the object that has the field. */
  readonly base?: object;
  readonly config?: Readonly<Record<string, unknown>>;
  /** The mesh, with a spec for the object that has the field. */
  mesh(spec: object): string;
}

const INJECTED = { 'istio-injection': 'enabled' };
const APPS = namespace('default', INJECTED) + app('cart') + app('web');
const EDGE = APPS + gateway('gw');
const HOSTS = { hosts: ['shop.example.com'], gateways: ['default/gw', 'mesh'] };
const CART = { route: [{ destination: { host: 'cart' } }] };
const WEB = { route: [{ destination: { host: 'web' } }] };

const inRoutes = (spec: object) => EDGE + virtualService('routes', { ...HOSTS, ...spec });
const VERSIONS = ['v1', 'v2'].map((name) => ({ name, labels: { version: name } }));
const subsetsOf = (host: string) => destinationRule(host.replaceAll('.', '-'), { host, subsets: VERSIONS });
const subsets = subsetsOf('cart') + subsetsOf('web');
const delegates =
  virtualService('part', { http: [CART] }) +
  virtualService('other', { http: [WEB] }) +
  virtualService('shop/part', { http: [{ directResponse: { status: 200 } }] });
/** Routes of connections of which no HTTP is read, from an address outside to pods. */
function bytesScene(protocol: 'tcp' | 'tls', match: object): Scene {
  const number = protocol === 'tls' ? 443 : 9000;
  const outside = {
    hosts: ['a.example.org', 'b.example.org'],
    addresses: ['192.0.2.1'],
    ports: [{ number, name: protocol, protocol: protocol.toUpperCase() }],
    resolution: 'STATIC',
    endpoints: [{ address: '192.0.2.7' }],
  };
  const pods = ['cart', 'web'].map((name) => app(name, { morePorts: [{ name: protocol, port: number }] }));
  const route = ['cart', 'web'].map((host) => ({ destination: { host, port: { number } }, weight: 50 }));
  return {
    of: `${protocol}[]`,
    base: { [protocol]: [{ match: [match], route }] },
    mesh: (spec) =>
      namespace('default', INJECTED) +
      pods.join('') +
      subsets +
      object('ServiceEntry', 'outside', outside) +
      virtualService('bytes', { hosts: ['a.example.org'], ...spec }),
  };
}

const toCart = inRoutes({ http: [CART] });
const AT_EDGE = { selector: { matchLabels: { istio: 'ingressgateway' } } };
const withTokens = (spec: object) => toCart + requestAuthentication('istio-system/tokens', spec);
const TO_V1 = { route: [{ destination: { host: 'cart', subset: 'v1' } }] };
const LIMITED = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } } };
const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const HTTPS = { number: 443, name: 'https', protocol: 'HTTPS' };

const routed = virtualService('outside', {
  hosts: ['api.example.org'],
  http: [{ route: [{ destination: { host: 'api.example.org', subset: 'v1' } }] }],
});

function entryScene(of: string, base: object, more = ''): Scene {
  return {
    of,
    base: { hosts: ['api.example.org'], ports: [HTTP], resolution: 'STATIC', ...base },
    mesh: (spec) =>
      namespace('default', INJECTED) +
      namespace('shop', INJECTED) +
      app('cart') +
      app('web') +
      app('shop/other') +
      more +
      object('ServiceEntry', 'api', spec),
  };
}

/** A provider that is asked about requests. */
function authorizer(name: string): object {
  return { name, envoyExtAuthzGrpc: { service: `${name}.default.svc.cluster.local`, port: 9000 } };
}

/** A proxy that sends TLS to a server outside of the mesh, with settings of each place that may have them. */
function tlsScenes(): Scene[] {
  const outside = object('ServiceEntry', 'outside', {
    hosts: ['api.example.org'],
    ports: [{ ...HTTP, targetPort: 443 }],
    resolution: 'DNS',
  });
  const rule = { host: 'api.example.org', workloadSelector: { matchLabels: { app: 'web' } } };
  const tls = { mode: 'SIMPLE' };
  const ofPort = { portLevelSettings: [{ port: { number: 80 }, tls }] };
  const scene = (of: string, base: object): Scene => ({
    of,
    base: { ...rule, ...base },
    mesh: (spec) => APPS + outside + (of.startsWith('subsets') ? routed : '') + destinationRule('rule', spec),
  });
  return [
    scene('trafficPolicy.tls', { trafficPolicy: { tls } }),
    scene('trafficPolicy.portLevelSettings[].tls', { trafficPolicy: ofPort }),
    scene('subsets[].trafficPolicy.tls', { subsets: [{ name: 'v1', trafficPolicy: { tls } }] }),
    scene('subsets[].trafficPolicy.portLevelSettings[].tls', {
      subsets: [{ name: 'v1', trafficPolicy: ofPort }],
    }),
  ];
}

const SCENES: Readonly<Record<string, readonly Scene[]>> = {
  VirtualService: [
    { of: '', base: { http: [CART] }, mesh: (spec) => inRoutes(spec) },
    { of: 'http[]', base: { http: [CART] }, mesh: (spec) => inRoutes(spec) + subsets },
    { of: 'http[].match[]', base: { http: [{ match: [{}], ...CART }, WEB] }, mesh: inRoutes },
    {
      of: 'http[].match[].ignoreUriCase',
      base: { http: [{ match: [{ uri: { prefix: '/a' } }], ...CART }, WEB] },
      mesh: inRoutes,
    },
    { of: 'http[].redirect', base: { http: [{ redirect: { scheme: 'https' } }] }, mesh: inRoutes },
    { of: 'http[].directResponse', base: { http: [{ directResponse: { status: 200 } }] }, mesh: inRoutes },
    {
      of: 'http[].fault.abort',
      base: { http: [{ ...CART, fault: { abort: { percentage: { value: 50 } } } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].fault.abort.percentage',
      base: { http: [{ ...CART, fault: { abort: { httpStatus: 500 } } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].fault.delay',
      base: { http: [{ ...CART, fault: { delay: { fixedDelay: '5s', percentage: { value: 50 } } } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].fault.delay.percent',
      base: { http: [{ ...CART, fault: { delay: { fixedDelay: '5s' } } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].mirror',
      base: { http: [{ ...CART, mirror: { host: 'web' } }] },
      mesh: (spec) => inRoutes(spec) + subsets,
    },
    {
      of: 'http[].mirrors[]',
      base: { http: [{ ...CART, mirrors: [{ destination: { host: 'web' } }] }] },
      mesh: (spec) => inRoutes(spec) + subsets,
    },
    {
      of: 'http[].corsPolicy',
      base: { http: [{ ...CART, corsPolicy: { allowOrigins: [{ prefix: 'https://' }] } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].corsPolicy.allowOrigin',
      base: { http: [CART] },
      mesh: inRoutes,
    },
    { of: 'http[].retries', base: { http: [{ ...CART, retries: { attempts: 2 } }] }, mesh: inRoutes },
    {
      of: 'http[].rewrite.uriRegexRewrite',
      base: { http: [{ ...CART, rewrite: { uriRegexRewrite: { match: '/a', rewrite: '/c' } } }] },
      mesh: inRoutes,
    },
    {
      of: 'http[].route[]',
      base: {
        http: [
          {
            route: [
              { destination: { host: 'cart' }, weight: 50 },
              { destination: { host: 'web' }, weight: 50 },
            ],
          },
        ],
      },
      mesh: (spec) => inRoutes(spec) + subsets,
    },
    {
      of: 'http[].delegate',
      base: { http: [{ delegate: { name: 'part' } }] },
      mesh: (spec) => inRoutes(spec) + delegates,
    },
    bytesScene('tcp', { port: 9000 }),
    bytesScene('tls', { sniHosts: ['a.example.org'] }),
  ],
  DestinationRule: [
    { of: '', base: { ...LIMITED, host: 'cart' }, mesh: (spec) => toCart + destinationRule('rule', spec) },
    {
      of: 'subsets[]',
      base: { host: 'cart', subsets: [{ name: 'v1', labels: {} }] },
      mesh: (spec) => inRoutes({ http: [TO_V1] }) + destinationRule('rule', spec),
    },
    {
      of: 'trafficPolicy.portLevelSettings[]',
      base: {
        host: 'cart',
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...LIMITED.trafficPolicy }] },
      },
      mesh: (spec) => toCart + destinationRule('rule', spec),
    },
    {
      of: 'subsets[].trafficPolicy.portLevelSettings[]',
      base: {
        host: 'cart',
        subsets: [
          {
            name: 'v1',
            trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...LIMITED.trafficPolicy }] },
          },
        ],
      },
      mesh: (spec) => inRoutes({ http: [TO_V1] }) + destinationRule('rule', spec),
    },
    ...tlsScenes(),
  ],
  Gateway: [
    {
      of: '',
      base: { selector: { istio: 'ingressgateway' }, servers: [{ port: HTTP, hosts: ['*'] }] },
      mesh: (spec) => APPS + routes('routes', [CART]) + object('Gateway', 'gw', spec),
    },
    {
      of: 'servers[].tls',
      base: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: HTTPS, hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'key' } }],
      },
      mesh: (spec) => APPS + routes('routes', [CART]) + object('Gateway', 'gw', spec),
    },
    {
      of: 'servers[].tls.httpsRedirect',
      base: { selector: { istio: 'ingressgateway' }, servers: [{ port: HTTP, hosts: ['*'] }] },
      mesh: (spec) => APPS + routes('routes', [CART]) + object('Gateway', 'gw', spec),
    },
  ],
  RequestAuthentication: [
    {
      of: '',
      base: { ...AT_EDGE, jwtRules: [{ issuer: 'a' }] },
      mesh: withTokens,
    },
    {
      of: 'jwtRules[].outputClaimToHeaders',
      base: {
        ...AT_EDGE,
        jwtRules: [{ issuer: 'a', outputClaimToHeaders: [{ claim: 'sub', header: 'x-sub' }] }],
      },
      mesh: withTokens,
    },
    {
      of: 'jwtRules[].fromHeaders',
      base: { ...AT_EDGE, jwtRules: [{ issuer: 'a', fromHeaders: [{ name: 'x-token' }] }] },
      mesh: withTokens,
    },
  ],
  AuthorizationPolicy: [
    {
      of: '',
      base: { action: 'DENY', rules: [{}] },
      mesh: (spec) => toCart + authorizationPolicy('istio-system/policy', spec),
    },
    {
      of: 'rules[].from[].source',
      base: { action: 'DENY', rules: [{}] },
      mesh: (spec) =>
        toCart +
        requestAuthentication('istio-system/tokens', { jwtRules: [{ issuer: 'a' }] }) +
        authorizationPolicy('istio-system/policy', spec),
    },
    {
      of: 'provider',
      config: { extensionProviders: ['a', 'b'].map(authorizer) },
      base: { action: 'CUSTOM', rules: [{}] },
      mesh: (spec) => toCart + authorizationPolicy('istio-system/policy', spec),
    },
    {
      of: 'rules[].when[]',
      base: { action: 'DENY', rules: [{ when: [{ key: 'request.headers[a]', values: ['a'] }] }] },
      mesh: (spec) => toCart + authorizationPolicy('istio-system/policy', spec),
    },
    {
      of: 'rules[].when[].notValues',
      base: { action: 'DENY', rules: [{ when: [{ key: 'request.headers[a]' }] }] },
      mesh: (spec) => toCart + authorizationPolicy('istio-system/policy', spec),
    },
  ],
  PeerAuthentication: [
    {
      of: '',
      base: { selector: { matchLabels: { app: 'cart' } }, mtls: { mode: 'STRICT' } },
      mesh: (spec) => APPS + app('old', { sidecar: false }) + peerAuthentication('policy', spec),
    },
  ],
  Sidecar: [
    {
      of: '',
      base: { egress: [{ hosts: ['./*'] }] },
      mesh: (spec) => APPS + app('shop/other') + object('Sidecar', 'sidecar', spec),
    },
    {
      of: 'egress[].port',
      base: { egress: [{ port: HTTP, hosts: ['./*'] }] },
      mesh: (spec) => APPS + object('Sidecar', 'sidecar', spec),
    },
    {
      of: 'ingress[]',
      base: {
        ingress: [
          { port: { number: 8080, name: 'http', protocol: 'HTTP' }, defaultEndpoint: '127.0.0.1:9000' },
        ],
      },
      mesh: (spec) => APPS + object('Sidecar', 'sidecar', spec),
    },
    {
      of: 'outboundTrafficPolicy',
      base: {},
      mesh: (spec) => APPS + object('Sidecar', 'sidecar', spec),
    },
  ],
  ServiceEntry: [
    entryScene('', { endpoints: [{ address: '192.0.2.7' }] }),
    entryScene('addresses', { ports: [{ number: 80, name: 'tcp', protocol: 'TCP' }] }),
    entryScene(
      'endpoints[].labels',
      { endpoints: [{ address: '192.0.2.7' }] },
      subsetsOf('api.example.org') + routed,
    ),
    entryScene('endpoints[].weight', { endpoints: [{ address: '192.0.2.7' }, { address: '192.0.2.8' }] }),
    entryScene('location', {
      endpoints: [{ address: '192.0.2.7', labels: { 'security.istio.io/tlsMode': 'istio' } }],
    }),
    entryScene(
      'subjectAltNames',
      { resolution: 'DNS', ports: [{ ...HTTP, targetPort: 443 }] },
      destinationRule('tls', { host: 'api.example.org', trafficPolicy: { tls: { mode: 'SIMPLE' } } }),
    ),
    entryScene('workloadSelector', {
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }],
      location: 'MESH_INTERNAL',
    }),
  ],
};

/** Values before and after, where others than those of the type are needed; the first text that ends the path counts. */
const VALUES: readonly (readonly [path: string, old: unknown, next: unknown, key?: string])[] = [
  ['exportTo[]', '*', '.'],
  ['VirtualService gateways[]', 'default/gw', 'mesh'],
  ['maxAge', '1s', '2s'],
  ['delegate.name', 'part', 'other'],
  ['delegate.namespace', 'default', 'shop'],
  ['directResponse.status', 200, 404],
  ['httpStatus', 500, 503],
  ['authority.exact', 'shop.example.com', 'b'],
  ['authority.prefix', 'shop', 'b'],
  ['authority.regex', 'shop.*', 'b'],
  ['match[].gateways[]', 'default/gw', 'mesh'],
  ['method.exact', 'GET', 'POST'],
  ['method.prefix', 'GE', 'PO'],
  ['method.regex', 'GET', 'POST'],
  ['http[].match[].port', 80, 81],
  ['scheme.exact', 'http', 'https'],
  ['scheme.prefix', 'http', 'https'],
  ['scheme.regex', 'http', 'https'],
  ['sourceLabels.*', 'cart', 'web', 'app'],
  ['sourceNamespace', 'default', 'shop'],
  ['uri.exact', '/a', '/b'],
  ['uri.prefix', '/a', '/b'],
  ['uri.regex', '/a', '/b'],
  ['mirror.host', 'cart', 'web'],
  ['mirror.port.number', 80, 81],
  ['mirror.subset', 'v1', 'v2'],
  ['destination.host', 'web', 'old'],
  ['tcp[].route[].destination.port.number', 9000, 81],
  ['tls[].route[].destination.port.number', 443, 81],
  ['destination.port.number', 80, 81],
  ['destination.subset', 'v1', 'v2'],
  ['redirectCode', 301, 302],
  ['tcp[].match[].port', 9000, 81],
  ['tls[].match[].port', 443, 81],
  ['tcp[].match[].gateways[]', 'mesh', 'default/gw'],
  ['tls[].match[].gateways[]', 'mesh', 'default/gw'],
  ['sniHosts[]', 'a.example.org', 'b.example.org'],
  ['destinationSubnets[]', '192.0.2.0/24', '198.51.100.0/24'],
  ['DestinationRule host', 'cart', 'web'],
  ['labels.version', 'v1', 'v2'],
  ['subsets[].name', 'v1', 'v2'],
  ['subsets[].labels.*', 'v1', 'v2', 'version'],
  ['portLevelSettings[].port.number', 80, 81],
  ['workloadSelector.matchLabels.*', 'web', 'cart', 'app'],
  ['Gateway selector.*', 'ingressgateway', 'b', 'istio'],
  ['servers[].bind', '0.0.0.0', '127.0.0.1'],
  ['servers[].hosts[]', '*', 'shop.example.com'],
  ['servers[].port.number', 80, 81],
  ['servers[].port.protocol', 'HTTP', 'TCP'],
  ['RequestAuthentication selector.matchLabels.*', 'ingressgateway', 'b', 'istio'],
  ['AuthorizationPolicy selector.matchLabels.*', 'ingressgateway', 'b', 'istio'],
  ['action', 'ALLOW', 'DENY'],
  ['pBlocks[]', '203.0.113.0/24', '198.51.100.0/24'],
  ['amespaces[]', 'default', 'b'],
  ['equestPrincipals[]', 'a/b', 'a/c'],
  ['rincipals[]', 'cluster.local/ns/default/sa/default', 'b'],
  ['erviceAccounts[]', 'default/default', 'b'],
  ['rustDomains[]', 'cluster.local', 'b'],
  ['ethods[]', 'GET', 'POST'],
  ['operation.paths[]', '/a', '/b'],
  ['operation.notPaths[]', '/a', '/b'],
  ['orts[]', '80', '8080'],
  ['when[].key', 'request.headers[a]', 'request.headers[b]'],
  ['PeerAuthentication selector.matchLabels.*', 'cart', 'web', 'app'],
  ['portLevelMtls.*.mode', 'PERMISSIVE', 'STRICT', '8080'],
  ['egress[].hosts[]', './*', 'shop/*'],
  ['Sidecar workloadSelector.labels.*', 'cart', 'web', 'app'],
  ['egress[].port.number', 80, 81],
  ['egress[].port.protocol', 'HTTP', 'TCP'],
  ['tls.subjectAltNames[]', 'api.example.org', '*.example.org'],
  ['endpoints[].ports.*', 81, 82, 'http'],
  ['resolution', 'NONE', 'STATIC'],
  ['endpoints[].labels.*', 'v1', 'v2', 'version'],
  ['ServiceEntry subjectAltNames[]', 'a', 'b'],
  ['ServiceEntry addresses[]', '192.0.2.1', '192.0.2.2'],
  ['endpoints[].address', '192.0.2.1', '192.0.2.2'],
  ['ports[].number', 80, 81],
  ['ports[].protocol', 'HTTP', 'TCP'],
  ['ServiceEntry workloadSelector.labels.*', 'cart', 'web', 'app'],
  ['sourceSubnet', '192.0.2.0/24', '198.51.100.0/24'],
];

/** Fields whose change no client and no destination notices. */
const UNNOTICED: Readonly<Record<string, string>> = {
  'ServiceEntry ports[].name': 'a name',
  'VirtualService http[].fault.abort.http2Error': 'Istio has never made it work',
  'VirtualService http[].fault.delay.exponentialDelay': 'Istio has never made it work',
  'VirtualService http[].match[].name': 'a name in logs',
  'VirtualService http[].match[].statPrefix': 'a name in statistics',
  'VirtualService http[].name': 'a name in logs',
  'Gateway servers[].defaultEndpoint': 'Istio has never made it work',
  'Gateway servers[].name': 'a name in statistics',
  'Gateway servers[].port.name': 'a name',
  'Gateway servers[].port.targetPort': 'istiod does not read it',
  'Sidecar egress[].port.name': 'a name',
  'Sidecar egress[].port.targetPort': 'istiod does not read it',
  'VirtualService tcp[].match[].sourceSubnet': 'istiod does not read it',
};

function sceneFor(kind: string, { path }: Leaf): Scene {
  const scenes = SCENES[kind]?.filter(({ of }) => path.startsWith(of)) ?? [];
  return scenes.sort((a, b) => b.of.length - a.of.length)[0] as Scene;
}

interface Change {
  readonly values: readonly [old: unknown, next: unknown];
  readonly key: string;
}

function changeOf(kind: string, { path, type, choices }: Leaf): Change {
  const [, old, next, key = 'key'] = VALUES.find(([end]) => `${kind} ${path}`.endsWith(end)) ?? [];
  if (old !== undefined) {
    return { values: [old, next], key };
  }
  if (choices.length > 0) {
    return { values: [choices.at(-2), choices.at(-1)], key };
  }
  return { values: type === 'boolean' ? [false, true] : type === 'string' ? ['a', 'b'] : [1, 2], key };
}

/** Blocks that occur in several places are tried whole in the first of them, and with one field in the others. */
const REPEATED =
  /^(.*(?:subsets\[\]|portLevelSettings\[\]|ingress\[\]|inboundConnectionPool)\.(?:trafficPolicy\.)?\w+)\./;

function withoutRepeats(leaves: readonly Leaf[]): Leaf[] {
  const known = new Set<string>();
  return leaves.filter(({ path }) => {
    const [, block = path] = REPEATED.exec(path) ?? [];
    return !known.has(block) && known.add(block);
  });
}

function isTold({ differences, undecided, notModelled, added, removed }: MeshDiff): boolean {
  return differences.length + undecided.length + notModelled.length + added.length + removed.length > 0;
}

test.each(Object.keys(SCENES))('%s', (kind) => {
  const silent = withoutRepeats(leavesOf(kind)).filter((leaf) => {
    const scene = sceneFor(kind, leaf);
    const { values, key } = changeOf(kind, leaf);
    const [old, next] = values.map((value) =>
      mesh(
        scene.mesh(withValue(scene.base, leaf.path, value, key) as object),
        scene.config ? { mesh: scene.config } : {},
      ),
    ) as [MeshModel, MeshModel];
    return !isTold(diff(old, next));
  });
  expect(silent.map(({ path }) => `${kind} ${path}`)).toEqual(
    Object.keys(UNNOTICED).filter((path) => path.startsWith(kind)),
  );
});
