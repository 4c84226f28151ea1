import type { Finding } from '../catalogue/finding';
import type { MessageType } from '../catalogue/message-type';
import type { MeshIndex } from '../istiod/mesh-index';

/** One kind of mistake, and how to find it: a pure function that neither changes nor prints anything. */
export interface Rule {
  /** As its file is called. */
  readonly name: string;
  /** All that it may report. */
  readonly reports: readonly MessageType[];
  check(index: MeshIndex): Iterable<Finding>;
}
