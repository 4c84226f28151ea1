import fc from 'fast-check';
import { check, type Message } from '../lib/checks';
import { meshConfigOf } from '../lib/istiod/mesh-config';
import { type Manifest, manifestOf } from '../lib/manifests/manifest';
import {
  MeshModel,
  type Outcome,
  type RouteRef,
  type ServerRef,
  type Trace,
  type TraceRequest,
  trace,
} from '../lib/routing';
import { type ArbitraryMesh, arbitraryMesh, arbitraryRequest } from './arbitrary-mesh';
import { holds } from './holds';
import { istio, type KubernetesObject, workload } from './mesh-objects';
import { requestsFor } from './requests-for';

/** What Envoy answers where the manifests do not fit together. */
const MISTAKES = ['404 NR', '503 NC', '503 UH'];

/** Codes of routes that no request takes. */
const UNREACHED = ['IST0130', 'IST9011', 'IST9203', 'IST9206', 'IST9207', 'IST9222'];
/** Codes of servers that istiod drops. */
const DROPPED = ['IST9014', 'IST9205'];

/** A mesh with what `check` and `trace` make of it. */
interface Examined {
  readonly messages: readonly Message[];
  readonly model: MeshModel;
  readonly manifests: readonly Manifest[];
}

function examine({ objects, mesh }: ArbitraryMesh): Examined {
  const manifests = objects.flatMap((object) => manifestOf(object) ?? []);
  return {
    manifests,
    messages: check(manifests, { mesh: meshConfigOf(mesh) }),
    model: MeshModel.fromManifests(manifests, { mesh }),
  };
}

test('no request that a route is meant for fails where check finds no error and no warning', () => {
  let [asked, withoutFindings] = [0, 0];
  holds(
    fc.property(arbitraryMesh, (mesh) => {
      const { messages, model, manifests } = examine(mesh);
      fc.pre(messages.every(({ level }) => level === 'Info'));
      withoutFindings += 1;
      for (const request of manifests.flatMap((manifest) =>
        requestsFor(manifest, manifests, meshConfigOf(mesh.mesh)),
      )) {
        asked += 1;
        expect({ request, failures: mistakesMetBy(request, model) }).toEqual({ request, failures: [] });
      }
    }),
    60,
  );
  expect(withoutFindings).toBeGreaterThan(20);
  expect(asked).toBeGreaterThan(withoutFindings);
}, 900_000);

test('no request takes a route or a server that check calls unreachable or dropped', () => {
  holds(
    fc.property(
      arbitraryMesh,
      fc.array(arbitraryRequest, { minLength: 1, maxLength: 20 }),
      (mesh, requests) => {
        const { messages, model } = examine(mesh);
        const lost = messages.filter(({ code }) => [...UNREACHED, ...DROPPED].includes(code));
        fc.pre(lost.length > 0);
        for (const request of requests) {
          for (const taken of takenBy(trace(model, request))) {
            const about = lost.filter((message) => isAbout(message, taken)).map(({ message }) => message);
            expect({ request, taken, about }).toEqual({ request, taken, about: [] });
          }
        }
      },
    ),
    40,
  );
}, 900_000);

describe('where every request fails, check says why', () => {
  test('a DestinationRule of another revision defines the subset', () => {
    const rule = istio('DestinationRule', 'reviews', 'default', {
      host: 'reviews',
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    });
    rule.metadata.labels = { 'istio.io/rev': 'canary' };
    const mesh = { objects: [...shop({ subset: 'v1' }), rule], mesh: {} };
    expect(fate(mesh)).toEqual({ outcome: '503 NC', levels: ['Error', 'Warning'] });
  });

  test('VirtualServices are private by default, and the gateway is in another namespace', () => {
    const mesh = { objects: shop({}), mesh: { defaultVirtualServiceExportTo: ['.'] } };
    expect(fate(mesh)).toEqual({ outcome: '404 NR', levels: ['Warning'] });
  });
});

test('a plaintext server after a TLS server of its port answers, and check says nothing else', () => {
  const [gateway, ...others] = shop({});
  const { spec } = gateway as KubernetesObject;
  const tls = { mode: 'SIMPLE', credentialName: 'shop' };
  spec.servers.unshift({
    port: { number: 80, name: 'https', protocol: 'HTTPS' },
    tls,
    hosts: ['tls.example.com'],
  });
  expect(fate({ objects: [gateway as KubernetesObject, ...others], mesh: {} })).toEqual({
    outcome: 'delivered',
    levels: [],
  });
});

/** A Gateway and a route to `reviews`. */
function shop(destination: object): KubernetesObject[] {
  const hosts = ['shop.example.com'];
  return [
    istio('Gateway', 'gateway', 'default', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
    }),
    istio('VirtualService', 'routes', 'default', {
      hosts,
      gateways: ['gateway'],
      http: [{ route: [{ destination: { host: 'reviews', ...destination } }] }],
    }),
    ...workload('reviews', 'default'),
  ];
}

/** What a request to the shop comes to, and how bad check finds the mesh. */
function fate(mesh: ArbitraryMesh): { outcome: string | undefined; levels: string[] } {
  const { messages, model } = examine(mesh);
  const [outcome] = trace(model, { url: 'http://shop.example.com/' }).outcomes;
  const levels = messages.map(({ level }) => level).filter((level) => level !== 'Info');
  return {
    outcome: outcome?.is === 'failed' ? `${outcome.status} ${outcome.flag}` : outcome?.is,
    levels: [...new Set(levels)].sort(),
  };
}

function mistakesMetBy(request: TraceRequest, model: MeshModel): Outcome[] {
  return trace(model, request).outcomes.filter(
    (outcome) => outcome.is === 'failed' && MISTAKES.includes(`${outcome.status} ${outcome.flag}`),
  );
}

/** A route or a server that a request took, by its object and field. */
interface Taken {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly field: string;
}

function takenBy({ hops }: Trace): Taken[] {
  return hops.flatMap((hop) => {
    if (hop.hop === 'server') {
      return [hop.server, ...hop.shares].map(takenServer).slice(0, 1);
    }
    return hop.hop === 'route' ? takenRoute(hop.route) : [];
  });
}

function takenServer({ gateway, index }: ServerRef): Taken {
  return { ...gateway, field: `spec.servers[${index}]` };
}

function takenRoute({ virtualService, protocol, index, match, delegate, delegateIndex }: RouteRef): Taken[] {
  if (!virtualService) {
    return [];
  }
  const route = `spec.${protocol}[${index}]`;
  if (delegate) {
    // Its match is one that istiod has merged, and is written nowhere.
    return [
      { ...virtualService, field: route },
      { ...delegate, field: `spec.http[${delegateIndex}]` },
    ];
  }
  return [
    { ...virtualService, field: route },
    ...(match === undefined ? [] : [{ ...virtualService, field: `${route}.match[${match}]` }]),
  ];
}

/** Whether a message is about what was taken, as a whole: fields below a server are about the server. */
function isAbout({ object, field = '', code }: Message, taken: Taken): boolean {
  const isSame =
    object.kind === taken.kind && object.namespace === taken.namespace && object.name === taken.name;
  const path = DROPPED.includes(code)
    ? (/^spec\.servers\[\d+\]/.exec(field)?.[0] ?? field)
    : field.replace(/\.(delegate|match|gateways|port|sourceLabels|sourceNamespace)$/, '');
  return isSame && path === taken.field;
}
