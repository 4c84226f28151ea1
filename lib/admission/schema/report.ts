import type { Finding } from '../../catalogue/finding';
import { IST0106 } from '../../catalogue/istio-traffic-codes';
import type { MessageType } from '../../catalogue/message-type';
import type { FieldPath, Manifest } from '../../manifests/manifest';

/** Far more than an API server's request of 3 MB can hold, and what aliases within aliases come to. */
const MAX_VALUES = 1_000_000;
/** Nobody reads more about one object. */
const MAX_FINDINGS = 100;

/** Thrown to leave an object of which enough is known. */
export class Enough extends Error {}

/** What is found on an object, on the way through it. */
export class Report {
  readonly findings: Finding[] = [];
  /** Violations of a schema so far, those of CEL rules left out: a rule may take for granted what a schema says. */
  violations = 0;
  private readonly path: (string | number)[];
  private values = 0;
  private trials = 0;

  constructor(
    private readonly object: Manifest,
    start: FieldPath = [],
  ) {
    this.path = [...start];
  }

  /** Whether what is found is thrown away, as only its number matters. */
  get isTrial(): boolean {
    return this.trials > 0;
  }

  /** Counts a value that is looked at. */
  visit(): void {
    this.values += 1;
    if (this.values > MAX_VALUES) {
      const text = `is too large: with what aliases repeat it has more than ${MAX_VALUES} values; split it up`;
      this.findings.push({ type: IST0106, object: this.object, field: this.path.slice(0, 1), text });
      throw new Enough();
    }
  }

  enter(step: string | number): void {
    this.path.push(step);
  }

  leave(): void {
    this.path.pop();
  }

  /** The schema is violated where the report has got to, or in a field of it. */
  violation(text: string, ...steps: FieldPath): void {
    this.violations += 1;
    this.add(IST0106, text, steps);
  }

  /** Something that the schema has no say in. */
  add(type: MessageType, text: string, steps: FieldPath = []): void {
    if (this.isTrial) {
      return;
    }
    this.findings.push({ type, object: this.object, field: [...this.path, ...steps], text });
    if (this.findings.length >= MAX_FINDINGS) {
      throw new Enough();
    }
  }

  /** Whether a value passes, with nothing reported. */
  passes(check: () => void): boolean {
    const before = this.violations;
    this.trials += 1;
    check();
    this.trials -= 1;
    const passed = this.violations === before;
    this.violations = before;
    return passed;
  }
}
