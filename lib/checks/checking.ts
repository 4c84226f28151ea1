import type { Finding } from '../catalogue/finding';
import { isSuppressed } from '../catalogue/ignored-codes';
import { IST0106 } from '../catalogue/istio-traffic-codes';
import type { Level } from '../catalogue/message-type';
import { SYSTEM_NAMESPACES } from '../istiod/injection/namespaces';
import { type IstioVersion, NEWEST_VERSION } from '../istiod/istio-version';
import { type MeshConfig, meshConfigAmong } from '../istiod/mesh-config';
import { MeshIndex } from '../istiod/mesh-index';
import { profileInAnalysis } from '../istiod/profile/installed-profile';
import { DEFAULT_PROFILE, type Profile } from '../istiod/profile/profiles';
import { isOpaque } from '../manifests/external-object';
import { fieldText } from '../manifests/field-path';
import type { Manifest } from '../manifests/manifest';
import { admitted } from './admitted';
import { withoutEchoes } from './echoes';
import { repeatedObjects } from './repeated-objects';
import type { CertificateProblem } from './rule';
import { RULES } from './rules';

/** How to check manifests. */
export interface ManifestCheckOptions {
  /**
   * Objects that already exist. Other objects may refer to them, and nothing is reported on them. The objects of the
   * profile always exist.
   *
   * @default - only the objects of the profile
   */
  readonly context?: readonly Manifest[];
  /**
   * Codes that are not reported.
   *
   * @default - all codes are reported
   */
  readonly ignore?: readonly string[];
  /**
   * The profile with which Istio is installed: `demo` has an egress gateway and extension providers, and `minimal` has no gateway.
   *
   * @default "default" - istiod and the ingress gateway
   */
  readonly profile?: Profile;
  /**
   * The configuration of the mesh.
   *
   * @default - the configuration in the ConfigMap `istio` if it is among the manifests, else that of the profile
   */
  readonly mesh?: MeshConfig;
  /**
   * The version of Istio.
   *
   * @default "1.32"
   */
  readonly istio?: IstioVersion;
}

/** A finding about an object. */
export interface Message {
  /** The code, such as IST0101. */
  readonly code: string;
  readonly level: Level;
  readonly object: Manifest;
  /** The field, such as `spec.http[0].route[0].destination.host`; absent if the message is about the whole object. */
  readonly field?: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** The line of the field, from 1 on, if the object was read from a file. */
  readonly line?: number;
  /** The column in that line, from 1 on, in UTF-16 code units, if it is known. */
  readonly column?: number;
}

/**
 * The findings about manifests, in the order of the manifests; those about system namespaces come last. It pauses after each
 * step, so that a page can do something else meanwhile.
 */
export function* checking(
  manifests: readonly Manifest[],
  certificateProblem: CertificateProblem,
  options: ManifestCheckOptions = {},
): Generator<void, Message[]> {
  const { context = [], ignore = [], profile = DEFAULT_PROFILE, istio = NEWEST_VERSION } = options;
  const { mesh = meshConfigAmong([...context, ...manifests], profile) } = options;
  const isIgnored = ({ namespace }: Manifest) => SYSTEM_NAMESPACES.includes(namespace);
  const given = manifests.filter((manifest) => !isIgnored(manifest));
  // Other objects may refer to them, and of themselves only repetitions are reported.
  const ignored = manifests.filter(isIgnored);
  const own = admitted(given, istio);
  yield;
  const others = admitted([...context.filter((manifest) => !isOpaque(manifest)), ...ignored], istio);
  const valid = [...others.valid, ...own.valid];
  const installed = profileInAnalysis(profile, valid, mesh.rootNamespace);
  const opaque = [...own.broken, ...others.broken, ...context.filter(isOpaque)];
  const index = new MeshIndex([...installed, ...valid], mesh, opaque, istio);
  yield;
  const mayRepeat = index.replaced.length > 0 || own.broken.length > 0;
  const found = [...own.findings, ...(mayRepeat ? repeatedObjects(own.all) : [])];
  for (const rule of RULES) {
    for (const finding of rule.check(index, certificateProblem)) {
      found.push(finding);
    }
    yield;
  }
  const isReported = ({ type, object }: Finding) =>
    !ignore.includes(type.code) && !isSuppressed(object.annotations, type.code);
  return [
    ...messagesOf(withoutEchoes(found).filter(isReported), given, own.all),
    ...messagesOf(repeatedObjects(ignored).filter(isReported), ignored, ignored),
  ];
}

/**
 * The messages about the given objects, in their order.
 *
 * @param stored the same objects as the API server stores them, which the findings are about
 */
function messagesOf(
  findings: readonly Finding[],
  given: readonly Manifest[],
  stored: readonly Manifest[],
): Message[] {
  if (findings.length === 0) {
    return [];
  }
  const places = new Map(stored.map((manifest, place) => [manifest, place]));
  const placed = findings.flatMap((finding) => {
    const place = places.get(finding.object);
    // The other findings are about the context.
    return place === undefined
      ? []
      : [{ place, message: messageOf(finding, given[place] ?? finding.object) }];
  });
  // Without lines, the order of the rules remains.
  placed.sort((a, b) => a.place - b.place || (a.message.line ?? 0) - (b.message.line ?? 0));
  return withoutRepetitions(placed.map(({ message }) => message));
}

function messageOf({ type: { code, level }, field, text }: Finding, object: Manifest): Message {
  const message: { -readonly [Field in keyof Message]: Message[Field] } = {
    code,
    level,
    object,
    message: text,
  };
  if (field?.length) {
    message.field = fieldText(field);
  }
  const line = object.origin.line?.(field);
  if (line !== undefined) {
    message.line = line;
  }
  const column = object.origin.column?.(field);
  if (column !== undefined) {
    message.column = column;
  }
  return message;
}

/**
 * The messages without those that say the same of one field. Messages of Istio's analyzers name the place by its line only, so
 * there is one for each line.
 *
 * @param messages those about one object in a row
 */
function withoutRepetitions(messages: readonly Message[]): Message[] {
  const said = new Set<string>();
  return messages.filter(({ code, object, field, line, message }, i) => {
    if (object !== messages[i - 1]?.object) {
      said.clear();
    }
    const place = isOfAnalyzers(code) ? (line ?? field) : field;
    const key = `${code} ${place} ${message}`;
    const isNew = !said.has(key);
    said.add(key);
    return isNew;
  });
}

function isOfAnalyzers(code: string): boolean {
  return !code.startsWith('IST9') && code !== IST0106.code;
}
