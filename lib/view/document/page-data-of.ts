import { check, MESSAGE_TYPES, mergedMessages } from '../../checks';
import type { IstioVersion } from '../../istiod/istio-version';
import type { MeshConfig } from '../../istiod/mesh-config';
import type { Profile } from '../../istiod/profile/profiles';
import type { FileContents, FileText } from '../../manifests/files';
import type { Manifest } from '../../manifests/manifest';
import type { SpokenProtocol } from '../../routing';
import { pageFindingOf } from '../page/check/page-check';
import type { PageData, PageFile } from '../page/page-data';
import { safeText, safeYaml, secretValues, without } from './safe-text';
import { secretFactsOf } from './secret-facts';

/** What a page is made of. */
export interface PageSource {
  /** What was asked for, such as `dist`. */
  readonly paths: readonly string[];
  /** The options that name files and clusters, as `trace` takes them. */
  readonly fileOptions: readonly string[];
  readonly texts: readonly FileText[];
  /** What is in the texts. */
  readonly contents: FileContents;
  /** The objects that exist elsewhere. */
  readonly context: readonly Manifest[];
  /** The codes that are not reported. */
  readonly ignore: readonly string[];
  readonly options: {
    readonly istio: IstioVersion;
    readonly profile: Profile;
    readonly mesh?: MeshConfig;
    readonly hostPorts: Readonly<Record<number, number>>;
    readonly servers?: Readonly<Record<string, SpokenProtocol>>;
  };
}

/** The name of the file with the objects that exist elsewhere. */
const ELSEWHERE = '(what exists elsewhere)';

/** The data of a page. Nothing of what is in Secrets is in it. */
export function pageDataOf(source: PageSource): PageData {
  const { paths, fileOptions, texts, contents, context, ignore, options } = source;
  const { manifests, problems, skipped } = contents;
  const { hostPorts: _, servers: __, ...installed } = options;
  const values = secretValues(manifests);
  const findings = mergedMessages(check(manifests, { context, ignore, ...installed }))
    .map(pageFindingOf)
    // Of the others, none quotes a Secret.
    .map((found) =>
      found.object.kind === 'Secret' ? { ...found, message: without(values, found.message) } : found,
    );
  const own = texts.filter(({ isPatch }) => !isPatch).map(fileOf);
  // Of two objects with one name, the later one counts.
  const files = context.length > 0 ? [elsewhere(context), ...own] : own;
  const areElsewhere = new Set(context);
  const secrets = secretFactsOf([...context, ...manifests], (manifest) =>
    areElsewhere.has(manifest) ? ELSEWHERE : (manifest.origin.file ?? ''),
  );
  // Edits in the page may have findings of any code.
  const codes = Object.fromEntries(MESSAGE_TYPES.map(({ code, summary }) => [code, summary]));
  return { paths, fileOptions, files, problems, skipped, options, ignore, secrets, findings, codes };
}

function elsewhere(context: readonly Manifest[]): PageFile {
  return { name: ELSEWHERE, text: safeYaml(context), isContext: true };
}

function fileOf({ file, text }: FileText): PageFile {
  const safe = safeText(text, file);
  return { name: file, text: safe, ...(safe === text ? {} : { isPartial: true }) };
}
