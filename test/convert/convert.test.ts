import { resolve } from 'node:path';
import { type Conversion, convert } from '../../lib/convert/convert';
import { fieldText } from '../../lib/manifests/field-path';
import { type Manifest, manifestOf } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';
import { examples, objectsOfExample } from '../example-objects';

const ROOT = resolve(__dirname, '../..');

function converted(manifests: readonly Manifest[], withSecrets = false): Conversion {
  return convert(manifests, { root: ROOT, withSecrets });
}

function ofYaml(yaml: string, withSecrets = false): Conversion {
  return converted(readYaml(yaml, 'shop.yaml').manifests, withSecrets);
}

/** What did not come out as the best code that there is. */
function lowered({ entries }: Conversion): string[] {
  return entries.flatMap(({ manifest, lowered }) =>
    lowered.map(({ className, field = [], message = '' }) =>
      [manifest.kind, manifest.name, className, fieldText(field), message].join(' ').trim(),
    ),
  );
}

test.each(examples)('%s comes out equal, its objects of Istio by constructs', (example) => {
  const manifests = objectsOfExample(example).flatMap((object) => manifestOf(object) ?? []);
  const conversion = converted(manifests);
  expect(conversion.proof).toEqual({ differences: [], added: [], renamed: [] });
  expect(conversion.mistakes).toEqual([]);
  expect(lowered(conversion)).toEqual([]);
});

const SHOP = `# The shop
---
# Reviews,
# in two versions
apiVersion: networking.istio.io/v1beta1 # old
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
  # Who is called at night
  labels: { team: reviews }
spec:
  hosts: [reviews] # short
  gateways: [public/web, mesh]
  http:
    # Beta
    - match:
        - headers:
            x-beta: { exact: "#1" }
      route:
        - destination: { host: reviews, subset: v2, port: { number: 80 } } # new
    - route:
        - destination: { host: reviews, subset: v1, port: { number: 80 } }
      timeout: 0.5s
# Behind
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
# Only comments
`;

test('comments and references move to the code, and what is needed comes first', () => {
  const { files, proof, entries } = ofYaml(SHOP);
  expect(proof.differences).toEqual([]);
  const comments = entries.flatMap(({ manifest }) => manifest.origin.comments?.() ?? []);
  expect(comments).toHaveLength(10);
  expect(files['app.ts']?.match(/^ +\/\/ .*$/gm)).toHaveLength(10);
  expect(proof.renamed.map(({ kind }) => kind)).toEqual(['VirtualService']);
  expect(files['app.ts']).toMatchInlineSnapshot(`
"import { Chart, Duration } from 'cdk8s';
import { DestinationRule, Gateway, MeshApp, VirtualService } from 'cdk8s-istio';
import { k8s } from 'cdk8s-plus-28';

/** The app with all objects: \`main.ts\` writes their manifests, and the tests ask where requests go. */
export function createApp(): MeshApp {
  const app = new MeshApp();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });

  const webGateway = Gateway.fromGatewayName(chart, 'web-gateway', 'web', {
    namespaceName: 'public',
  });

  // Only comments
  const reviews = new k8s.KubeService(chart, 'reviews', {
    metadata: { name: 'reviews' },
    spec: {
      selector: { app: 'reviews' },
      ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromNumber(8080) }],
    },
  });

  const reviewsRule = new DestinationRule(chart, 'reviews-rule', {
    metadata: { name: 'reviews' },
    host: reviews,
    subsets: { v1: { labels: { version: 'v1' } }, v2: { labels: { version: 'v2' } } },
  });

  // The shop
  // Reviews,
  // in two versions
  // old
  // Behind
  new VirtualService(chart, 'reviews-routes', {
    metadata: {
      name: 'reviews',
      // Who is called at night
      labels: { team: 'reviews' },
    },
    hosts: [
      // short
      'reviews',
    ],
    gateways: [webGateway, Gateway.MESH],
    http: [
      // Beta
      {
        match: [{ headers: { 'x-beta': '#1' } }],
        // new
        to: reviewsRule.subset('v2'),
      },
      { to: reviewsRule.subset('v1'), timeout: Duration.seconds(0.5) },
    ],
  });

  return app;
}
"
`);
});

const SECRETS = `# For the gateway
apiVersion: v1
kind: Secret
metadata: { name: web-cert, namespace: shop, uid: 1f, creationTimestamp: null, annotations: {}, finalizers: [] }
type: kubernetes.io/tls
data: { tls.crt: QQ==, tls.key: Qg== }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: ["*"]
      tls: { mode: SIMPLE, credentialName: web-cert }
status: {}
`;

test('a Secret is a reference, unless its data may be in the code', () => {
  const { files, proof, secrets, left } = ofYaml(SECRETS);
  const app = files['app.ts'];
  expect(proof).toEqual({ differences: [], added: [], renamed: [] });
  expect(secrets.map(({ name }) => name)).toEqual(['web-cert']);
  expect(left).toEqual([
    'metadata.uid',
    'metadata.annotations, which is empty',
    'metadata.finalizers, which is empty',
    'fields that are null',
    'status',
  ]);
  expect(app).toContain('  // For the gateway\n  // Secret shop/web-cert is not part of the app');
  expect(app).not.toContain('Qg==');
  expect(ofYaml(SECRETS, true).files['app.ts']).toContain("'tls.key': 'Qg=='");
});

test('objects that construct and class cannot say are made as plain data, and mistakes are ignored by code', () => {
  const conversion = ofYaml(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: wrong, labels: { tries: 3 } }
spec:
  hosts: [reviews]
  future: { a: [1] }
  http: [{ route: [{ destination: { host: reviews, subset: v9 } }], timeout: soon }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews }
spec: { ports: [{ port: 80, appProtocols: x }] }
---
apiVersion: batch/v1
kind: Job
metadata: { generateName: once- }
spec: { template: { spec: { containers: [{ name: a, image: b }] } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
`);
  expect(conversion.proof.differences).toEqual([]);
  expect(
    conversion.mistakes.map((mistake) => mistake.replace(/^(\S+ \S+ \S+ \S+).*(\[IST.*)$/, '$1 $2')),
  ).toEqual([
    '[mesh/wrong-routes] VirtualService "wrong": metadata.labels.tries [IST0106]',
    '[mesh/wrong-routes] VirtualService "wrong": spec.future [IST9001]',
    '[mesh/reviews-rule] DestinationRule "reviews": spec.subsets[0].labels [IST0173]',
  ]);
  expect(conversion.files['app.ts']).toContain(
    '  // k8s.KubeService cannot say spec.ports[0].appProtocols exactly.\n  const reviews = new ApiObject(',
  );
});

test('references that form a circle are names in one direction', () => {
  const delegate = (name: string, to: string, namespace: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec: { http: [{ match: [{ uri: { prefix: /${name} } }], delegate: { name: ${to}, namespace: ${namespace === 'a' ? 'b' : 'a'} } }] }
`;
  const { proof, entries } = ofYaml(`${delegate('one', 'two', 'a')}---${delegate('two', 'one', 'b')}`);
  expect(proof.differences).toEqual([]);
  expect(entries.flatMap(({ outside }) => outside.map(({ shown }) => shown))).toHaveLength(1);
});

test('an app of several namespaces has a file for each, which hands on what others need', () => {
  const { files } = ofYaml(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: public }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec: { hosts: ["*"], gateways: [public/web], http: [{ redirect: { authority: new.example.com } }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`);
  expect(Object.keys(files)).toEqual([
    'main.ts',
    'app.ts',
    'charts/public.ts',
    'charts/shop.ts',
    'charts/cluster.ts',
  ]);
  expect(files['app.ts']).toContain(
    '  const fromPublicChart = publicChart(app);\n  shop(app, fromPublicChart);\n',
  );
  expect(files['charts/shop.ts']).toContain(
    'export function shop(app: Construct, { webGateway }: ReturnType<typeof publicChart>) {',
  );
  expect(files['charts/cluster.ts']).toContain(
    "new MeshNamespace(chart, 'shop-namespace', { metadata: { name: 'shop' } })",
  );
});

test('files of one name are told apart by their folders', () => {
  const objectsIn = (file: string, names: readonly string[]) =>
    readYaml(
      names
        .map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: d }`)
        .join('\n---\n'),
      file,
    ).manifests;
  const { files } = converted([
    ...objectsIn('k8s/shop.yaml', ['a', 'b']),
    ...objectsIn('istio/shop.yml', ['c', 'd']),
    ...objectsIn('istio/web.yml', ['e', 'f']),
  ]);
  const charts = Object.keys(files).filter((path) => path.startsWith('charts/'));
  expect(charts).toEqual(['charts/k8s-shop.ts', 'charts/istio-shop.ts', 'charts/web.ts']);
  expect(files['charts/istio-shop.ts']).toContain('/** The objects of istio/shop.yml. */');
});

test('a version of the API that Istio never had stays', () => {
  const { files, proof } = ofYaml(`
apiVersion: networking.istio.io/v9
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
`);
  expect(proof).toEqual({ differences: [], added: [], renamed: [] });
  expect(files['app.ts']).toContain("    apiVersion: 'networking.istio.io/v9',");
});
