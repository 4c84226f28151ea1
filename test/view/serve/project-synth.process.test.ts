import { writeFileSync } from 'node:fs';
import { projectHere, synthesized } from '../../../lib/view/serve/project-synth';
import { inTemporaryFolder } from '../../support';

test('the app of a project writes into a folder of its own, and its files are called as in the project', async () => {
  const { texts, notes } = await synthesized({
    app: 'echo "a: 1" > "$CDK8S_OUTDIR/a.yaml"; echo notes > "$CDK8S_OUTDIR/.cdk8s-istio"',
    output: 'manifests',
  });
  expect(texts).toEqual([{ file: 'manifests/a.yaml', text: 'a: 1\n', isPatch: false }]);
  expect(notes).toEqual([{ file: 'manifests/.cdk8s-istio', text: 'notes\n' }]);
});

test('what an app prints when it fails is told', async () => {
  await expect(synthesized({ app: 'echo wrong >&2; exit 3', output: 'dist' })).rejects.toThrow(/^wrong$/);
  await expect(synthesized({ app: 'exit 3', output: 'dist' })).rejects.toThrow(
    /^"exit 3" ends with status 3$/,
  );
});

test('a project is a folder with the command of an app', () => {
  inTemporaryFolder((folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(projectHere()).toBeUndefined();
      writeFileSync('cdk8s.yaml', 'language: typescript\n');
      expect(projectHere()).toBeUndefined();
      writeFileSync('cdk8s.yaml', 'app: node main.js\n');
      expect(projectHere()).toEqual({ app: 'node main.js', output: 'dist' });
    } finally {
      process.chdir(before);
    }
  });
});
