const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * A quantity such as `1024Mi` as Kubernetes writes it: a whole number with the largest suffix, `1Gi`. Anything else is
 * returned as it is, as are fractions of a binary suffix, which cdk8s-plus does not write.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function canonicalQuantity(text: string): string {
  const [, whole = '', fraction = '', suffix = ''] =
    /^(\d+)(?:\.(\d{1,9}))?([numkMGTPE]|[KMGTPE]i)?$/.exec(text) ?? [];
  if (whole === '' || (suffix.endsWith('i') && fraction !== '')) {
    return text;
  }
  return suffix.endsWith('i')
    ? largest(BigInt(whole), BINARY, 1024n, BINARY.indexOf(suffix))
    : decimal(whole, fraction, DECIMAL.indexOf(suffix));
}

/** Three digits of the fraction are the next smaller suffix. */
function decimal(whole: string, fraction: string, place: number): string {
  const groups = Math.ceil(fraction.length / 3);
  return largest(BigInt(whole + fraction.padEnd(groups * 3, '0')), DECIMAL, 1000n, place - groups);
}

function largest(amount: bigint, suffixes: readonly string[], step: bigint, place: number): string {
  if (amount === 0n) {
    return '0';
  }
  let [rest, at] = [amount, place];
  while (rest % step === 0n && at + 1 < suffixes.length) {
    [rest, at] = [rest / step, at + 1];
  }
  return `${rest}${suffixes[at] ?? ''}`;
}
