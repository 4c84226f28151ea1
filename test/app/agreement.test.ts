import { join } from 'node:path';
import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { MeshApp } from '../../lib';
import { checkApp } from '../../lib/app/checks';
import { renderCharts } from '../../lib/app/manifest-files';
import { check, mergedMessages, withOptionsOf } from '../../lib/checks';
import { readManifests } from '../../lib/manifests/files';
import { arbitraryMesh } from '../arbitrary-mesh';
import { holds } from '../holds';
import { gateway, type KubernetesObject, NAMESPACES, specOf } from '../mesh-objects';
import { inTemporaryFolder } from '../support';

/** A Gateway with a certificate, whose Secret may be elsewhere. */
const certificates = fc
  .constantFrom('istio-system', ...NAMESPACES)
  .map((namespace): KubernetesObject[] => [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'certificate', namespace }, spec: specOf({}) },
    gateway('default', 'certificate', ['secure.example.com']),
  ]);

/** Objects that move to another namespace than what refers to them expects: by place, and by the number of the namespace. */
const moves = fc.array(fc.tuple(fc.nat(), fc.nat(NAMESPACES.length - 1)), { maxLength: 2 });

const apps = fc.record({
  mesh: arbitraryMesh,
  certificates,
  moves,
  charts: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom(YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_APP),
});

type AppModel = typeof apps extends fc.Arbitrary<infer Model> ? Model : never;

function objectsOf({ mesh, certificates: more, moves: moved }: AppModel): KubernetesObject[] {
  const objects = [...structuredClone(mesh.objects), ...more];
  const movable = objects.filter(({ kind }) => ['Service', 'Gateway', 'Secret'].includes(kind));
  for (const [place, namespace] of moved) {
    const object = movable[place % movable.length];
    if (object) {
      object.metadata.namespace = NAMESPACES[namespace] ?? 'default';
    }
  }
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  return objects.filter((_, i) => names.indexOf(names[i] ?? '') === i);
}

/** The app with its objects in several charts. An object in the namespace of its chart does not name it. */
function appOf(model: AppModel, outdir: string): MeshApp {
  const app = new MeshApp({ outdir, yamlOutputType: model.type, checks: { enabled: false } });
  const charts = Array.from({ length: model.charts }, (_, i) => {
    const namespace = NAMESPACES[i % NAMESPACES.length] ?? 'default';
    return new Chart(app, `chart-${i}`, { namespace, disableResourceNameHashes: true });
  });
  for (const [i, object] of objectsOf(model).entries()) {
    const chart = charts[i % charts.length] as Chart;
    const { namespace, ...metadata } = object.metadata;
    const isOfChart = namespace === chart.namespace;
    const spread = { ...object, metadata: { ...metadata, ...(isOfChart ? {} : { namespace }) } };
    new ApiObject(chart, `object-${i}`, spread);
  }
  return app;
}

test('synth finds what check finds in the output', () => {
  let findings = 0;
  holds(
    fc.property(apps, (model) =>
      inTemporaryFolder((folder) => {
        const outdir = join(folder, 'dist');
        const app = appOf(model, outdir);
        app.synth();
        const { errors, warnings } = checkApp(
          renderCharts(app.charts, app, () => {}),
          { context: [], ignore: [] },
        );
        const ofSynth = [...errors, ...warnings].map((line) => line.replace(/^\[[^\]]*\] /, ''));
        const ofCheck = mergedMessages(check(readManifests([outdir])))
          .filter(({ level }) => level !== 'Info')
          .map(({ shownCodes, object, field, message }) => {
            const place = field === undefined ? '' : `${field} `;
            const text = withOptionsOf('checks', message);
            return `${object.kind} "${object.name}": ${place}${text} ${shownCodes}`;
          });
        findings += ofCheck.length;
        expect(ofSynth.sort()).toEqual(ofCheck.sort());
      }),
    ),
    40,
  );
  expect(findings).toBeGreaterThan(40);
});
