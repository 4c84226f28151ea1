import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel, parseRequest } from '../../../lib/routing';
import { drawMesh } from '../../../lib/view/drawing/draw';
import { app, gateway, object, routes, to } from '../../scene';

function drawn(yaml: string, ...requests: string[]): string[] {
  const model = MeshModel.fromManifests(readYaml(yaml, 'mesh.yaml').manifests);
  return drawMesh(model, requests.map(parseRequest)).text.split('\n');
}

const SHOP = [
  gateway('shop/edge'),
  app('shop/web'),
  app('shop/cart'),
  routes(
    'shop/web',
    `[{ match: [{ uri: { prefix: /cart } }], ${to('cart')} },
      { route: [{ destination: { host: web }, weight: 9 }, { destination: { host: nowhere }, weight: 1 }], mirror: { host: cart } }]`,
    { hosts: '[shop.example.com]', gateways: '[edge]' },
  ),
  object('AuthorizationPolicy', 'shop/nobody', '{ selector: { matchLabels: { app: cart } } }'),
].join('');

test('a drawing shows conditions, shares, copies, encryption, what fails and what policies do', () => {
  expect(drawn(SHOP)).toMatchInlineSnapshot(`
[
  "flowchart LR",
  "  subgraph s1["namespace istio-system"]",
  "    n1(["istio-ingressgateway:80"])",
  "  end",
  "  subgraph s2["namespace shop"]",
  "    n2["Gateway edge<br>80 HTTP"]",
  "    n3{{"host shop.example.com"}}",
  "    n4("uri prefix #34;/cart#34;<br>VirtualService web http[0]")",
  "    n5("every request<br>VirtualService web http[1]")",
  "    n7[["Service cart"]]",
  "    n8[["Service web"]]",
  "    n9["Deployment cart<br>policies let nothing in"]:::denied",
  "    n10["Deployment web"]",
  "  end",
  "  n6["nowhere.shop.svc.cluster.local:80<br>fails: no Service and no ServiceEntry has the host #34;nowhere.shop.svc.cluster.local#34;"]:::broken",
  "  n1 -->|"plaintext"| n2",
  "  n2 --> n3",
  "  n3 --> n4",
  "  n3 --> n5",
  "  n4 --> n7",
  "  n5 -->|"10%"| n6",
  "  n5 -.->|"copies"| n7",
  "  n5 -->|"90%"| n8",
  "  n7 -->|"mutual TLS"| n9",
  "  n8 -->|"mutual TLS"| n10",
  "  classDef broken stroke:#d1242f,stroke-width:3px",
  "  classDef denied stroke:#d1242f,stroke-width:3px",
]
`);
});

test('the way of a request has only what it goes through, and what its client gets', () => {
  expect(drawn(SHOP, 'http://shop.example.com/cart', 'http://other.example.com/')).toMatchInlineSnapshot(`
[
  "flowchart LR",
  "  n1>"GET http://shop.example.com/cart"]",
  "  n2>"GET http://other.example.com/"]",
  "  n9(["403 by AuthorizationPolicy shop/nobody at Deployment shop/cart: no ALLOW policy matches: #34;shop/nobody#34;"]):::denied",
  "  n10(["404 NR (no route): no VirtualService for this server has the host #34;other.example.com#34;"]):::broken",
  "  subgraph s2["namespace istio-system"]",
  "    n3(["istio-ingressgateway:80"])",
  "  end",
  "  subgraph s3["namespace shop"]",
  "    n4["Gateway edge<br>80 HTTP"]",
  "    n5{{"host shop.example.com"}}",
  "    n6("uri prefix #34;/cart#34;<br>VirtualService web http[0]")",
  "    n7[["Service cart"]]",
  "    n8["Deployment cart<br>policies let nothing in"]:::denied",
  "  end",
  "  n1 --> n3",
  "  n2 --> n3",
  "  n3 -->|"plaintext"| n4",
  "  n4 --> n5",
  "  n4 --> n10",
  "  n5 --> n6",
  "  n6 --> n7",
  "  n7 -->|"mutual TLS"| n8",
  "  n8 --> n9",
  "  classDef broken stroke:#d1242f,stroke-width:3px",
  "  classDef denied stroke:#d1242f,stroke-width:3px",
]
`);
});

test('the drawing of a large mesh has no more edges than GitHub draws, and says what it leaves out', () => {
  const services = Array.from({ length: 300 }, (_, i) =>
    [
      app(`team-${i % 60}/app-${i}`),
      routes(`team-${i % 60}/app-${i}`, `[{ ${to(`app-${i}`)} }]`, {
        hosts: `[app-${i}.example.com]`,
        gateways: '[shop/edge]',
      }),
    ].join(''),
  );
  const model = MeshModel.fromManifests(
    readYaml(gateway('shop/edge') + services.join(''), 'mesh.yaml').manifests,
  );
  const { text, leftOut } = drawMesh(model, []);
  expect(leftOut).toEqual(['the names and the weights inside each namespace']);
  expect(text.match(/-->/g)?.length).toBeLessThanOrEqual(500);
  expect(text.length).toBeLessThan(50_000);
  expect(text).toContain('["5 workloads"]');
});
