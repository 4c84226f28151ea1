import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Secret, Service } from 'cdk8s-plus-28';
import {
  type CheckProps,
  DelegateVirtualService,
  Destination,
  EchoServer,
  Gateway,
  type IGateway,
  MeshApp,
  NamespaceReference,
  PathMatch,
  Server,
  ServerTls,
  ServiceReference,
  VirtualService,
} from '../../lib';
import { inTemporaryFolder } from '../support';

interface Synthesis {
  /** What is wrong, a line each. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
}

function synthesize(checks: CheckProps | undefined, define: (chart: Chart) => void): Synthesis {
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    const app = new MeshApp({ outdir, ...(checks ? { checks } : {}) });
    define(new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true }));
    const warnings: string[] = [];
    const print = jest.spyOn(console, 'error').mockImplementation((text) => warnings.push(text));
    let errors: string[] = [];
    try {
      app.synth();
    } catch (error) {
      errors = (error as Error).message.split('\n').map((line) => line.trim());
    } finally {
      print.mockRestore();
    }
    return {
      errors: errors.slice(1),
      warnings,
      files: existsSync(outdir) ? readdirSync(outdir).filter((file) => file !== '.cdk8s-istio') : [],
    };
  });
}

const written = { errors: [], warnings: [], files: ['shop.k8s.yaml'] };
const routes = (chart: Chart, host: string, gateways?: IGateway[]) =>
  new VirtualService(chart, 'routes', {
    hosts: ['shop.example.com'],
    http: [{ to: Destination.host(host) }],
    ...(gateways ? { gateways } : {}),
  });
const NO_HOST =
  '[shop/routes] VirtualService "shop-routes": spec.http[0].route[0].destination.host "crat" is unknown: no Service and no ServiceEntry that is visible here has this host; name a Service in this namespace, write "name.namespace.svc.cluster.local" for a Service in another one, or add a ServiceEntry; if the host exists outside these manifests, name its file with checks.context [IST0101]';

test('an object of the app exists in its own namespace only', () => {
  const networking = (chart: Chart, kind: string, namespace: string, spec: object) =>
    new ApiObject(chart, kind, {
      apiVersion: 'networking.istio.io/v1',
      kind,
      metadata: { name: 'edge', namespace },
      spec,
    });
  const define = (namespace: string) => (chart: Chart) => {
    const server = { hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } };
    networking(chart, 'Gateway', namespace, { selector: { istio: 'ingressgateway' }, servers: [server] });
    const http = [{ directResponse: { status: 503 } }];
    networking(chart, 'VirtualService', 'shop', { hosts: ['a.example.com'], gateways: ['edge'], http });
  };
  expect(synthesize(undefined, define('shop'))).toEqual(written);
  expect(synthesize(undefined, define('other')).errors).toEqual([
    expect.stringMatching(/"edge" does not exist: namespace "shop" has no Gateway of this name/),
  ]);
});

test('the profile says which gateways there are', () => {
  const define = (chart: Chart) => {
    const server = { hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } };
    new ApiObject(chart, 'gateway', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'egress', namespace: 'shop' },
      spec: { selector: { istio: 'egressgateway' }, servers: [server] },
    });
  };
  expect(synthesize({ profile: 'demo' }, define)).toEqual(written);
  expect(synthesize(undefined, define).errors).toEqual([
    expect.stringContaining('"istio=egressgateway" does not select any pod'),
  ]);
});

test('objects of one name are refused, by the paths of both constructs', () => {
  const twice = (chart: Chart, ports: readonly number[]) => {
    for (const port of ports) {
      new Service(chart, `cart-${port}`, { metadata: { name: 'cart' }, ports: [{ name: 'http', port }] });
    }
  };
  expect(synthesize(undefined, (chart) => twice(chart, [80, 81])).errors).toEqual([
    '[shop/cart-81] Service "cart": has the same kind, namespace and name as the object of construct "shop/cart-80", and `kubectl apply` keeps only the last of them; rename or delete one [IST9002]',
  ]);
  const listed = (chart: Chart) => {
    const item = (port: number) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart' },
      spec: { ports: [{ name: 'http', port }] },
    });
    new ApiObject(chart, 'all', { apiVersion: 'v1', kind: 'List', items: [item(80), item(81)] });
  };
  expect(synthesize(undefined, listed).errors).toEqual([
    expect.stringContaining('[shop/all] Service "cart": has the same kind, namespace and name'),
  ]);
  const alike = (chart: Chart) => {
    for (const id of ['one', 'other']) {
      new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    }
  };
  expect(synthesize(undefined, alike).errors).toEqual([
    expect.stringContaining(
      '[shop/other] Namespace "shop": has the same kind and name as the object of construct "shop/one"',
    ),
  ]);
});

test('an error names the construct, and nothing is written', () => {
  expect(synthesize(undefined, (chart) => routes(chart, 'crat'))).toEqual({
    errors: [NO_HOST],
    warnings: [],
    files: [],
  });
});

const rawRule = (spec: object) => (chart: Chart) =>
  new ApiObject(chart, 'raw', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'raw' },
    spec: { host: 'echo.other.svc.cluster.local', ...spec },
  } as never);

test('a warning is printed, and the files are written', () => {
  const define = rawRule({ trafficPolicy: { tls: { mode: 'DISABLE', sni: 'a' } } });
  const { warnings, ...rest } = synthesize({ ignore: ['IST0174'] }, define);
  expect(rest).toEqual({ errors: [], files: ['shop.k8s.yaml'] });
  expect(warnings).toEqual([
    'Warning: [shop/raw] DestinationRule "raw": spec.trafficPolicy.tls.sni is ignored with mode DISABLE; remove it, or choose another mode [IST9013]',
  ]);
});

test('an unknown field is refused', () => {
  expect(synthesize({ ignore: ['IST0174'] }, rawRule({ trafficPolicies: {} })).errors).toEqual([
    '[shop/raw] DestinationRule "raw": spec.trafficPolicies is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; did you mean "trafficPolicy"? [IST9001]',
  ]);
});

/** Istio accepts such routes; the second one is never reached. */
const unreachableRoute = (chart: Chart) =>
  new VirtualService(chart, 'routes', {
    hosts: ['shop.example.com'],
    http: [{ directResponse: { status: 503 } }, { directResponse: { status: 404 } }],
  });

test('what is a warning for `check` does not end the synthesis of a construct', () => {
  expect(synthesize(undefined, unreachableRoute)).toEqual({
    ...written,
    warnings: [
      'Warning: [shop/routes] VirtualService "shop-routes": spec.http[1] is never reached, because spec.http[0] before it takes all traffic that it matches; move it up, or remove it [IST0130]',
    ],
  });
});

const wrongPattern = (chart: Chart) =>
  new VirtualService(chart, 'routes', {
    hosts: ['shop.example.com'],
    http: [{ match: [{ path: PathMatch.regex('/(v1|v2') }], directResponse: { status: 503 } }],
  });

test('what a construct refuses has a code', () => {
  expect(synthesize(undefined, wrongPattern).errors).toEqual([
    '[shop/routes] VirtualService "shop-routes": spec.http[0].match[0].uri.regex "/(v1|v2" is not a regular expression in the RE2 syntax that Envoy reads: missing closing ): `/(v1|v2` [IST0106]',
  ]);
});

test('what a construct refuses can be ignored, for the app or for an object', () => {
  expect(synthesize({ ignore: ['IST0106'] }, wrongPattern)).toEqual(written);
  const suppressed = (chart: Chart) =>
    wrongPattern(chart).metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0106');
  expect(synthesize(undefined, suppressed)).toEqual(written);
});

test('references can be ignored as well', () => {
  const lostReference = (chart: Chart) => {
    const nowhere = new Chart(chart.node.root, 'nowhere');
    const web = new Service(nowhere, 'web', { ports: [{ name: 'http', port: 80 }] });
    new VirtualService(chart, 'routes', { hosts: ['shop.example.com'], http: [{ to: web }] });
  };
  expect(synthesize(undefined, lostReference).errors).toEqual([
    expect.stringMatching(
      /^\[shop\/routes\] .* refers to Service "nowhere-web-.*, which has no namespace.* \[IST9043\]$/,
    ),
  ]);
  expect(synthesize({ ignore: ['IST9043', 'IST0101'] }, lostReference).errors).toEqual([]);
});

test('a note is left to the command', () => {
  const define = (chart: Chart) => new Service(chart, 'web', { ports: [{ port: 80, name: 'web' }] });
  expect(synthesize(undefined, define)).toEqual(written);
});

test.each<[object, string]>([
  [{ ignore: ['IST0101', 'IST01'] }, 'checks.ignore[1] "IST01" is not a code; use one such as IST0101'],
  [{ ignored: ['IST0101'] }, 'checks.ignored is unknown; did you mean "ignore"?'],
])('options that do not exist are refused: %j', (checks, message) => {
  const app = new MeshApp({ checks });
  new Chart(app, 'shop');
  expect(() => app.synthYaml()).toThrow(new Error(message));
  expect(() => app.synth()).toThrow(message);
});

test('synthYaml refuses the same', () => {
  const app = new MeshApp();
  routes(new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true }), 'crat');
  expect(() => app.synthYaml()).toThrow(NO_HOST);
});

test.each<[string, CheckProps]>([
  ['the checks are off', { enabled: false }],
  ['its code is ignored', { ignore: ['IST0101'] }],
  [
    'the context has the object',
    {
      context: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'crat', namespace: 'shop' },
          spec: { ports: [{ port: 80 }] },
        },
      ],
    },
  ],
])('an error is none when %s', (_, checks) => {
  expect(synthesize(checks, (chart) => routes(chart, 'crat'))).toEqual(written);
});

test('a message is none on an object that is annotated against it', () => {
  const define = (chart: Chart) =>
    routes(chart, 'crat').metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0101');
  expect(synthesize(undefined, define)).toEqual(written);
});

test('the context is read from files, and broken ones are refused', () => {
  inTemporaryFolder((folder) => {
    const context = [join(folder, 'crat.yaml')];
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: { name: crat, namespace: shop }\nspec: { ports: [{ port: 80 }] }';
    writeFileSync(join(folder, 'crat.yaml'), service);
    expect(synthesize({ context }, (chart) => routes(chart, 'crat'))).toEqual(written);

    writeFileSync(join(folder, 'crat.yaml'), 'a: [1');
    const app = new MeshApp({ outdir: join(folder, 'dist'), checks: { context } });
    expect(() => app.synth()).toThrow(/crat\.yaml:\d+:\d+: is not YAML: /);
    expect(() => new MeshApp({ checks: { context: [join(folder, 'x')] } }).synth()).toThrow(
      `cannot read "${join(folder, 'x')}": there is no such file or folder`,
    );
  });
});

test('what is referred to by fromXxxName exists', () => {
  const define = (chart: Chart) => {
    const edge = Gateway.fromGatewayName(chart, 'edge', 'edge', { namespaceName: 'ingress' });
    const cart = ServiceReference.fromServiceName(chart, 'cart', 'cart', { ports: [{ port: 80 }] });
    const team = DelegateVirtualService.fromVirtualServiceName(chart, 'team', 'team', {
      namespaceName: 'team',
    });
    NamespaceReference.fromNamespaceName(chart, 'ingress', 'ingress');
    new VirtualService(chart, 'routes', {
      hosts: ['shop.example.com'],
      gateways: [edge],
      http: [{ match: [{ path: PathMatch.prefix('/team') }], delegate: team }, { to: cart }],
    });
    new Gateway(chart, 'gateway', {
      servers: [
        Server.https({
          hosts: ['a.example.com'],
          tls: ServerTls.simple({
            credentialName: Secret.fromSecretName(chart, 'certificate', 'certificate'),
          }),
        }),
      ],
    });
    new EchoServer(chart, 'echo');
  };
  expect(synthesize(undefined, define)).toEqual(written);
});

test('the port of a Service that is referred to must be one that it was said to have', () => {
  const { errors } = synthesize(undefined, (chart) => {
    ServiceReference.fromServiceName(chart, 'cart', 'cart', { ports: [{ port: 80 }] });
    new VirtualService(chart, 'routes', {
      hosts: ['shop.example.com'],
      http: [{ to: Destination.host('cart', { port: 81 }) }],
    });
  });
  expect(errors).toEqual([
    '[shop/routes] VirtualService "shop-routes": spec.http[0].route[0].destination.port.number 81 does not exist: "cart" has port 80; use it [IST0101]',
  ]);
});
