import type { IstioVersion } from '../istiod/istio-version';
import type { Problem } from './problem';

/** What admission looks at in one object. */
export interface AdmissionObject<Spec = unknown> {
  readonly name: string;
  /** Undefined where `kubectl apply` chooses it. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Spec;
}

/** Finds what is wrong with an object of one kind, looking at nothing but the object and the version of Istio. */
export type Validator<Spec> = (object: AdmissionObject<Spec>, istio: IstioVersion) => Iterable<Problem>;
