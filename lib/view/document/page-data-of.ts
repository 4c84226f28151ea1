import { check, checkMessageOf, mergedMessages } from '../../checks';
import type { IstioVersion } from '../../istiod/istio-version';
import type { MeshConfig } from '../../istiod/mesh-config';
import type { Profile } from '../../istiod/profile/profiles';
import type { FileContents, FileText } from '../../manifests/files';
import type { Manifest } from '../../manifests/manifest';
import type { SpokenProtocol } from '../../routing';
import type { PageData } from '../page/page-data';
import { safeText, safeYaml, secretValues, without } from './safe-text';

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
  const findings = mergedMessages(check(manifests, { context, ignore, ...installed })).map((found) => ({
    ...checkMessageOf(found, ''),
    codes: found.codes,
    // The remedies name options of the command, as they do in what `check` prints. Of the others, none quotes a Secret.
    message: found.object.kind === 'Secret' ? without(values, found.message) : found.message,
  }));
  const own = texts
    .filter(({ isPatch }) => !isPatch)
    .map(({ file, text }) => ({ name: file, text: safeText(text, file) }));
  // Of two objects with one name, the later one counts.
  const files = context.length > 0 ? [{ name: ELSEWHERE, text: safeYaml(context) }, ...own] : own;
  return { paths, fileOptions, files, problems, skipped, options, findings };
}
