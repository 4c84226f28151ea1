import { existsSync, writeFileSync } from 'node:fs';
import { ProjectSynth, projectHere } from '../../../lib/view/serve/project-synth';
import { inTemporaryFolder } from '../../support';

/** Runs an app. What is said of it while it hangs is an error here. */
function synthesized(app: string, output = 'dist') {
  const hangs = (words: string) => {
    throw new Error(words);
  };
  return new ProjectSynth({ app, output }, hangs).read();
}

test('the app of a project writes into a folder of its own, and its files are called as in the project', async () => {
  const { texts, notes } = await synthesized(
    'echo "a: 1" > "$CDK8S_OUTDIR/a.yaml"; echo notes > "$CDK8S_OUTDIR/.cdk8s-istio"',
    'manifests',
  );
  expect(texts).toEqual([{ file: 'manifests/a.yaml', text: 'a: 1\n', isPatch: false }]);
  expect(notes).toEqual([{ file: 'manifests/.cdk8s-istio', text: 'notes\n' }]);
});

test.each([
  ['echo wrong >&2; exit 3', /^wrong$/],
  ['exit 3', /^"exit 3" ends with status 3$/],
  ['kill $$', /^"kill \$\$" ends with a signal$/],
  ['true', /^"true" has written no manifests$/],
  ['rm -r "$CDK8S_OUTDIR"', /has written no manifests$/],
  ['yes | head -c 1000000; echo the end; exit 1', /^(?:y\n){5000,10000}the end$/],
])('an app that does "%s" gives no page, and it is told why', async (app, message) => {
  await expect(synthesized(app)).rejects.toThrow(message);
});

test('an app that hangs is told of, and ends with its children', async () => {
  let folder = '';
  const said = await new Promise<string>((resolve) => {
    const app = 'sleep 50 & echo $! > "$CDK8S_OUTDIR/pid.json"; echo "$CDK8S_OUTDIR"; wait';
    const synth = new ProjectSynth(
      { app, output: 'dist' },
      (words) => {
        synth.endIfHanging();
        resolve(words);
      },
      300,
    );
    synth.read().catch(({ message }: Error) => {
      folder = message;
    });
  });
  expect(said).toMatch(/^"sleep 50 .*" has not ended after 0\.3 s; the next change ends it$/);
  while (folder === '') {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // The pipes of the child are closed, too, or else the run would not have ended.
  expect(existsSync(folder)).toBe(false);
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
