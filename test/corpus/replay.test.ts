import { memoized } from '../../lib/manifests/collections';
import { InvalidRequest, MeshModel, type Trace, type TraceRequest, trace } from '../../lib/routing';
import { type Answer, recordedMeshes } from './answers';
import { difference } from './differences';
import { EXCEPTIONS } from './exceptions';

const MESHES = recordedMeshes();
const AREAS = [...new Set(MESHES.map(({ area }) => area))];

/** A request that no client can send is one that Envoy answers with 400. */
function replayed(model: MeshModel, request: TraceRequest, answer: Answer): string | undefined {
  let traced: Trace;
  try {
    traced = trace(model, request);
  } catch (error) {
    const isBad = 'by' in answer && answer.by === 'request' && error instanceof InvalidRequest;
    return isBad ? undefined : String(error);
  }
  return difference(answer, traced);
}

/** The requests of an area whose traces differ from what happened, with the differences. */
function differencesIn(meshes: typeof MESHES): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, mesh, outside, backends, manifests, requests } of meshes) {
    const model = MeshModel.of(manifests, {
      istio: '1.30',
      ...(mesh ? { mesh } : {}),
      servers: { ...outside, ...backends },
    });
    for (const [n, { request, answer }] of requests.entries()) {
      const fault = replayed(model, request, answer);
      if (fault !== undefined) {
        found[`${name}/${n}`] = fault;
      }
    }
  }
  return found;
}

const EXPECTED = new Set(EXCEPTIONS.flatMap(({ requests }) => requests));
const found = memoized(
  (area: string) => area,
  (area) => differencesIn(MESHES.filter((one) => one.area === area)),
);

test.each(AREAS)('requests of area %s go where they really went', (area) => {
  expect(Object.entries(found(area)).filter(([place]) => !EXPECTED.has(place))).toEqual([]);
});

test('a request that goes where it really went is no exception any more', () => {
  const places = AREAS.flatMap((area) => Object.keys(found(area)));
  expect([...EXPECTED].filter((place) => !places.includes(place))).toEqual([]);
});

test('a recording that a trace contradicts is noticed', () => {
  const delivered = {
    outcomes: [{ is: 'delivered', probability: 1, destination: { host: 'a', port: 80 } }],
  } as const;
  const endpoints = [{ address: '192.0.2.1', port: 80, share: 1, hasSidecar: false }];
  const traceTo = (host: string): Trace => ({
    hops: [],
    outcomes: [{ is: 'delivered', probability: 1, destination: { host, port: 80 }, endpoints }],
  });
  expect(difference(delivered, traceTo('a'))).toBeUndefined();
  expect(difference(delivered, traceTo('b'))).toBe('really delivered a, and the trace says delivered b:80');
  expect(difference({ is: 'closed' }, traceTo('a'))).toBe('really closed, and the trace says delivered');
  expect(difference({ status: 404, by: 'route' }, traceTo('a'))).toBe(
    'really 404 by route, and the trace says delivered ',
  );
});
