import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { MeshApp, type MeshAppProps } from '../../lib';
import { holds } from '../holds';
import { inTemporaryFolder } from '../support';
import { type AppModel, appModels, build, NameResolver } from './generated-app';

interface Outcome {
  readonly error?: string;
  readonly files?: Record<string, string>;
  readonly text?: string;
  /** What custom resolvers and Lazy values were asked, in this order. */
  readonly seen: string[];
  /** All dependencies between constructs, as synthesis has left them. */
  readonly dependencies: string[];
}

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length), entry.isDirectory() ? 'a folder' : readFileSync(path, 'utf8')];
    }),
  );
}

function outcome(type: typeof App, model: AppModel, props: AppProps): Outcome {
  return inTemporaryFolder((folder) => {
    const seen: string[] = [];
    const outdir = join(folder, 'dist');
    const resolvers = [new NameResolver((value) => seen.push(value))];
    // Generated apps repeat objects and have slashes in names, which a MeshApp refuses.
    const allProps: MeshAppProps = {
      ...props,
      outdir,
      resolvers,
      checks: { ignore: ['IST0106', 'IST9002'] },
    };
    const app = new type(allProps);
    build(app, model, (path) => seen.push(path));
    const old = { '/note.txt': 'mine', '/app.k8s.yaml': 'old' };
    mkdirSync(outdir);
    for (const [path, content] of Object.entries(old)) {
      writeFileSync(join(outdir, path), content);
    }
    const result = attempt(() => app.synth());
    if (result.error !== undefined && type === MeshApp) {
      expect(filesIn(outdir)).toEqual(old);
    }
    const dependencies = app.node
      .findAll()
      .flatMap(({ node }) => node.dependencies.map((target) => `${node.path} -> ${target.node.path}`));
    return {
      ...(result.error === undefined ? { files: withoutNotes(filesIn(outdir)) } : result),
      text: attempt(() => app.synthYaml()).value,
      // An App asks more often than it writes when charts override toJson(): they may throw half-way.
      seen: result.error === undefined ? seen : [],
      dependencies,
    };
  });
}

/** Only a MeshApp notes what it says of its mesh. */
function withoutNotes({ '/.cdk8s-istio': _, ...files }: Readonly<Record<string, string>>) {
  return files;
}

function attempt<T>(work: () => T): { value?: T; error?: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const options = fc.record({
  yamlOutputType: fc.constantFrom(
    YamlOutputType.FILE_PER_APP,
    YamlOutputType.FILE_PER_CHART,
    YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
    99,
  ),
  outputFileExtension: fc.constantFrom(undefined, '.yaml', '.json'),
  recordConstructMetadata: fc.constantFrom(undefined, true, false),
});

test('MeshApp does to any app what App does', () => {
  const property = fc.property(appModels, options, (model, props) => {
    expect(outcome(MeshApp, model, props)).toEqual(outcome(App, model, props));
  });
  holds(property, 25);
});

test.each(['CDK8S_DISABLE_SORT', 'CDK8S_RECORD_CONSTRUCT_METADATA'])('and with %s set', (variable) => {
  process.env[variable] = 'true';
  try {
    const property = fc.property(appModels, (model) => {
      expect(outcome(MeshApp, model, {})).toEqual(outcome(App, model, {}));
    });
    holds(property, 5);
  } finally {
    delete process.env[variable];
  }
});

test('the output folder is that of the CLI, or dist, when none is given', () => {
  process.env.CDK8S_OUTDIR = 'elsewhere';
  try {
    expect(new MeshApp().outdir).toBe(new App().outdir);
  } finally {
    delete process.env.CDK8S_OUTDIR;
  }
  expect(new MeshApp().outdir).toBe(new App().outdir);
  expect(existsSync('elsewhere')).toBe(false);
});
