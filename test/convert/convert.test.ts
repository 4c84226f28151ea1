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
  const { files, proof } = ofYaml(SHOP);
  expect(proof.differences).toEqual([]);
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
