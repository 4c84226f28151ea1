import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { Gateway, MeshApp, type MeshAppProps, Server } from '../../lib';
import { inTemporaryFolder } from '../support';

/** Writes an app with one chart of this name. */
function write(outdir: string, chart: string, props: MeshAppProps = {}): void {
  const app = new MeshApp({ outdir, ...props });
  new Gateway(new Chart(app, chart), 'edge', { servers: [Server.http({ hosts: ['*'] })] });
  app.synth();
}

const notesIn = (folder: string) => JSON.parse(readFileSync(join(folder, '.cdk8s-istio'), 'utf8'));

test('apps that share a folder say together what their mesh is', () => {
  inTemporaryFolder((folder) => {
    write(folder, 'a', { istio: '1.31', checks: { ignore: ['IST0132', 'IST9010'], profile: 'default' } });
    write(folder, 'b', { istio: '1.31', checks: { ignore: ['IST0132'] } });
    expect(notesIn(folder)).toMatchObject({ istio: '1.31', ignore: ['IST0132', 'IST9010'] });
    // The files of both are written again.
    write(folder, 'a', { istio: '1.31' });
    write(folder, 'b', { istio: '1.31' });
    expect(notesIn(folder).ignore).toBeUndefined();
  });
});

test('apps that differ have folders of their own', () => {
  inTemporaryFolder((folder) => {
    write(folder, 'a', { istio: '1.31' });
    const before = notesIn(folder);
    expect(() => write(folder, 'b')).toThrow(
      `"${folder}" has "a.k8s.yaml" of another app of this program, which says something else of its mesh in "istio"; give each app an "outdir" of its own, or make one app of them`,
    );
    expect(readdirSync(folder).sort()).toEqual(['.cdk8s-istio', 'a.k8s.yaml']);
    expect(notesIn(folder)).toEqual(before);
    // An app that takes the place of another one may say something else.
    write(folder, 'a', { checks: { profile: 'demo' } });
    expect(notesIn(folder)).toMatchObject({ profile: 'demo' });
    write(join(folder, 'b'), 'b');
  });
});

test.each<[string, object]>([
  ['"profile" is an option of the checks; write { checks: { profile: … } }', { profile: 'demo' }],
  ['"check" is unknown; did you mean "checks"?', { check: {} }],
])('an option that would have no effect is refused: %s', (message, props) => {
  expect(() => new MeshApp(props)).toThrow(`MeshApp: ${message}`);
});

test('a folder that cannot be written is named, with what is in the way', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'a.k8s.yaml'));
    expect(() => write(join(folder, 'file'), 'a')).toThrow(
      `cannot write "${folder}/file", so nothing was written: something else has this name, or that of its folder`,
    );
    expect(() => write(folder, 'a')).toThrow(
      `cannot write "${folder}/a.k8s.yaml", so nothing was written: a folder has this name`,
    );
    expect(readdirSync(folder)).toEqual(['a.k8s.yaml', 'file']);
  });
});
