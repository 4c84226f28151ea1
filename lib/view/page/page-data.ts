import type { CheckMessage } from '../../checks';
import type { YamlProblem } from '../../manifests/read-yaml';
import type { MeshModelOptions } from '../../routing';

/** The id of the element that has the data of the page, as JSON. */
export const DATA_ELEMENT = 'mesh-data';

/** Where a page asks its server for changes, and how: by server-sent events. */
export const EVENTS = '/events';

/** The id of the element that has the code of the checks, which runs when they are first needed. */
export const CHECKS_ELEMENT = 'mesh-checks';

/** What stands in the place of a secret. */
export const LEFT_OUT = '(left out)';

/** A file of manifests, without what is secret in it. */
export interface PageFile {
  readonly name: string;
  readonly text: string;
  /** Whether it has the objects that exist elsewhere, on which nothing is reported. */
  readonly isContext?: true;
  /** Whether something of the file is left out. */
  readonly isPartial?: true;
}

/** What is known of a Secret whose values are left out. */
export interface SecretFacts {
  /** The name of the file that it is in. */
  readonly file: string;
  /** Its kind, namespace and name, as `nameOf` writes them. */
  readonly object: string;
  /** The names of its entries. */
  readonly entries: readonly string[];
  /** Why it cannot serve as a gateway's certificate, if it cannot. */
  readonly certificate?: string;
  /** Among Secrets of one name, those with equal contents have equal numbers. */
  readonly contents?: number;
}

/** A finding of `check`. */
export interface PageFinding extends CheckMessage {
  /** Its code, and those of the findings that have the same cause. */
  readonly codes: readonly string[];
}

/** What a page shows, as it is written into the page. */
export interface PageData {
  /** What was asked for, such as `dist`. */
  readonly paths: readonly string[];
  /** The options of the command that name files and clusters, as `trace` takes them. */
  readonly fileOptions: readonly string[];
  readonly files: readonly PageFile[];
  /** What could not be read. */
  readonly problems: readonly YamlProblem[];
  /** The number of documents that are not Kubernetes objects. */
  readonly skipped: number;
  /** What the model is told besides the manifests. */
  readonly options: MeshModelOptions;
  /** The codes that are not reported. */
  readonly ignore: readonly string[];
  /** What is known of the Secrets in the files. */
  readonly secrets: readonly SecretFacts[];
  /** What `check` says of the manifests. */
  readonly findings: readonly PageFinding[];
  /** What the codes of the findings are about, in a sentence for each. */
  readonly codes: Readonly<Record<string, string>>;
  /** Whether the page comes from a server that tells when the manifests change. */
  readonly isLive?: true;
}
