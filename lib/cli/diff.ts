import {
  type Difference,
  describeDiff,
  describeDifference,
  diff,
  diffAsMarkdown,
  type Likewise,
  likewise,
  type MeshDiff,
  requestsOf,
  summaryOf,
} from '../diff';
import { type GitPath, gitPathOf, readRevision } from '../manifests/git-revision';
import type { Manifest } from '../manifests/manifest';
import { MeshModel } from '../routing';
import { describeTold } from '../surroundings';
import { type AnnotationPlace, annotation } from './annotation';
import { complainOf, complainOfReplaced, contentsAt, DEFAULT_FOLDER, pathsFrom } from './manifests';
import {
  type Around,
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  MESH_OPTIONS,
  meshOptionsFrom,
  meshUsage,
} from './mesh-options';
import type { Output } from './output';
import { attempt, choice, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio diff [OPTION]... [OLD NEW]
       cdk8s-istio diff [OPTION]... --git REVISION[:PATH] [NEW]

Which requests change their fate between two versions of the manifests? OLD and NEW are YAML or JSON files, folders
with their subfolders, or - for standard input. Without OLD, the manifests of the folder "dist" at git's HEAD are
compared with those in "dist" now.

  --git REVISION[:PATH]      read OLD from git: main:dist (HEAD:dist)
  --output FORMAT            text, json, markdown for a comment, or github for annotations of a workflow (text)
  --exit-code                exit with status 1 if there are differences
${meshUsage('objects that exist on both sides', { names: 2, texts: 29 })}
  --old-istio, --new-istio, --old-profile, --new-profile, --old-mesh-config, --new-mesh-config
                             the same for one side: "--old-istio 1.30 --new-istio 1.32 dist dist" compares versions

exit status: 0, or with --exit-code 1 if there are differences, 2 if the call is wrong or a file is not YAML`;

const OPTIONS = {
  git: { type: 'string' },
  output: { type: 'string', default: 'text' },
  'exit-code': { type: 'boolean', default: false },
  ...CONTEXT_OPTION,
  ...MESH_OPTIONS,
  'old-istio': { type: 'string' },
  'new-istio': { type: 'string' },
  'old-profile': { type: 'string' },
  'new-profile': { type: 'string' },
  'old-mesh-config': { type: 'string' },
  'new-mesh-config': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<
  typeof parse<{ args: string[]; allowPositionals: true; options: typeof OPTIONS }>
>['values'];

/** `cdk8s-istio diff`: prints the requests whose fate differs. */
export function runDiff(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const format = choice('--output', values.output, ['text', 'json', 'markdown', 'github']);
  for (const side of ['old', 'new'] as const) {
    // Before anything is read.
    meshOptionsFrom(valuesOf(values, side));
  }
  const { old: oldSource, new: newPath } = sourcesOf(values.git, positionals);
  const old =
    typeof oldSource === 'string' ? contentsAt([oldSource]) : attempt(() => readRevision(oldSource));
  const next = contentsAt([newPath]);
  const context = contextFrom(values.context, output);
  const before = aroundFrom(valuesOf(values, 'old'), old, context);
  const after = aroundFrom(valuesOf(values, 'new'), next, context);
  const problems = [...old.problems, ...next.problems, ...after.problems];
  if (problems.length > 0) {
    complainOf(problems, output);
    return 2;
  }
  complainOfReplaced(output, next.manifests, old.manifests);
  const found = diff(modelOf(old.manifests, before), modelOf(next.manifests, after));
  const told = format === 'text' ? describeTold([...before.told, ...after.told]) : [];
  output.print([printed(format, found, next.manifests), ...told].join('\n'));
  return values['exit-code'] && found.differences.length > 0 ? 1 : 0;
}

/** What is compared: two paths, or a revision of git and a path. */
function sourcesOf(
  git: string | undefined,
  [first, second, third]: readonly string[],
): { readonly old: GitPath | string; readonly new: string } {
  const extra = git === undefined ? third : second;
  if (extra !== undefined) {
    throw new UsageError(`two versions are compared, and "${extra}" is one too many`, USAGE);
  }
  if (git !== undefined) {
    const path = first ?? gitPathOf(git, DEFAULT_FOLDER).path;
    return { old: gitPathOf(git, path), new: path };
  }
  if (first === undefined) {
    const [folder = DEFAULT_FOLDER] = pathsFrom([]);
    return { old: gitPathOf('HEAD', folder), new: folder };
  }
  if (second === undefined) {
    throw new UsageError(
      `"${first}" is compared with nothing; name the new manifests as well, or use --git`,
      USAGE,
    );
  }
  if (first === '-' && second === '-') {
    throw new UsageError('standard input can be read only once; name a file for the other side', USAGE);
  }
  return { old: first, new: second };
}

function modelOf(manifests: readonly Manifest[], { options, context }: Around): MeshModel {
  return attempt(() => MeshModel.fromManifests(manifests, options, context));
}

/** The options of one side, which precede those of both. */
function valuesOf(values: Values, side: 'old' | 'new') {
  return {
    istio: values[`${side}-istio`] ?? values.istio,
    profile: values[`${side}-profile`] ?? values.profile,
    'mesh-config': values[`${side}-mesh-config`] ?? values['mesh-config'],
  };
}

function printed(
  format: 'text' | 'json' | 'markdown' | 'github',
  found: MeshDiff,
  manifests: readonly Manifest[],
): string {
  switch (format) {
    case 'text':
      return describeDiff(found).join('\n');
    case 'json':
      return JSON.stringify(found, undefined, 2);
    case 'markdown':
      return diffAsMarkdown(found);
    case 'github':
      return [
        ...likewise(found.differences).map((group) => annotationOf(group, manifests)),
        summaryOf(found),
      ].join('\n');
  }
}

/** An annotation of a workflow, at the line of the new manifests that decides. */
function annotationOf([difference, ...others]: Likewise, manifests: readonly Manifest[]): string {
  const described = describeDifference(difference);
  const { title, old, new: next, aspects } = described;
  const place = placeOf(difference, manifests);
  const text = [
    requestsOf(described),
    `old: ${old.join('; ')}`,
    `new: ${next.join('; ')}`,
    ...aspects,
    ...others.map((other) => `likewise: ${requestsOf(describeDifference(other))}`),
  ].join('\n');
  return annotation('warning', { ...place, title }, text);
}

/** The first object that decides in the new manifests, and else in the old ones, as far as it is in a file. */
function placeOf(
  { old, new: next }: Difference,
  manifests: readonly Manifest[],
): Omit<AnnotationPlace, 'title'> {
  for (const { object, field } of [...next.decidedBy, ...old.decidedBy]) {
    const manifest = manifests.findLast(
      ({ kind, namespace, name }) =>
        kind === object.kind && namespace === object.namespace && name === object.name,
    );
    if (manifest) {
      const { file, line, column } = manifest.origin;
      return { file, line: line?.(field), column: column?.(field) };
    }
  }
  return {};
}
