import { describeDiff, diff, type MeshDiff, summaryOf } from '../diff';
import { noFilesIn, wholeManifests } from '../manifests/files';
import { gitPathOf, readRevision } from '../manifests/git-revision';
import { pathWithin } from '../manifests/paths';
import { MeshModel as RoutingModel } from '../routing';
import { settled, toldIn } from '../surroundings';
import {
  contextOf,
  givenOptionsOf,
  MeshModel,
  type ModelSource,
  modelOf,
  placesOf,
} from '../tracing/mesh-model';
import type { MatcherContext, MatcherResult } from './judge';

const MATCHER = 'toKeepRoutesOf';
/** What a revision of git begins with. */
const GIT = 'git:';
/** The folder of a revision, if none is named. */
const DEFAULT_FOLDER = 'dist';

/** Whether no request changes its fate between older manifests and new ones. */
export function keepsRoutes(
  context: MatcherContext,
  next: RoutingModel | ModelSource,
  old: RoutingModel | ModelSource,
): MatcherResult {
  if (typeof old !== 'string' && (typeof old !== 'object' || old === null)) {
    throw new Error(
      `${MATCHER}: the old manifests are expected as "${GIT}REVISION", a file or folder, an app or a chart of cdk8s, a list of objects or paths, or a MeshModel, but are ${String(old)}`,
    );
  }
  if (old === next) {
    throw new Error(`${MATCHER}: both sides are the same, so nothing can differ; ${instead()}`);
  }
  const model = modelOf(next);
  const before = oldModel(old, model);
  refuseWrittenPaths(before, model);
  const found = diff(before, model);
  const { differences, undecided, notModelled } = found;
  const changes = differences.some(({ change }) => change !== 'not modelled');
  const isKept = differences.length + undecided.length + notModelled.length === 0;
  return {
    // What is not known may be anything, so neither the matcher nor its opposite holds.
    pass: changes ? false : isKept || context.isNot === true,
    message: () => messageOf(context, old, found),
  };
}

function oldModel(old: RoutingModel | ModelSource, next: RoutingModel): RoutingModel {
  const options = givenOptionsOf(next);
  if (old instanceof RoutingModel) {
    return old;
  }
  if (typeof old !== 'string' || !old.startsWith(GIT)) {
    return MeshModel.of(old, options);
  }
  const place = gitPathOf(old.slice(GIT.length), DEFAULT_FOLDER);
  const contents = readRevision(place);
  if (contents.files === 0) {
    throw new Error(noFilesIn([old]));
  }
  const { context, istio, profile, mesh } = settled(toldIn(contents.notes), options);
  return RoutingModel.fromManifests(
    wholeManifests(contents),
    { ...options, istio, profile, mesh: options.mesh ?? mesh },
    [...context, ...contextOf(options)],
  );
}

/** Nothing differs between an app and the files that it has just written, so such a test would pass whatever changes. */
function refuseWrittenPaths(old: RoutingModel, next: RoutingModel): void {
  const [before, now] = [placesOf(old), placesOf(next)];
  const path = overlapping(before.read, now.written) ?? overlapping(now.read, before.written);
  if (path !== undefined) {
    throw new Error(
      `${MATCHER}: the app of the other side is written to "${path}", and nothing differs from what it has just written; ${instead(path)}`,
    );
  }
}

/** The first of the paths that is one of the places, or lies in one of them or around it. */
function overlapping(paths: readonly string[], places: readonly string[]): string | undefined {
  return paths.find((path) =>
    places.some((place) => pathWithin(path, place) !== undefined || pathWithin(place, path) !== undefined),
  );
}

function instead(path = DEFAULT_FOLDER): string {
  return `compare with a revision of git, such as "${GIT}HEAD:${pathWithin(process.cwd(), path) ?? path}", or with a copy elsewhere`;
}

function messageOf({ isNot = false, utils }: MatcherContext, old: unknown, found: MeshDiff): string {
  const since = typeof old === 'string' ? ` since ${old}` : '';
  const expected = isNot ? 'some requests change their fate' : 'no request changes its fate';
  const lines = describeDiff(found).slice(0, -1);
  return [
    utils.matcherHint(MATCHER, 'manifests', 'old', { isNot }),
    '',
    `Expected: ${utils.EXPECTED_COLOR(`${expected}${since}`)}`,
    `Received: ${utils.RECEIVED_COLOR(summaryOf(found))}`,
    ...(lines.length > 0 ? ['', ...lines] : []),
  ]
    .join('\n')
    .trimEnd();
}
