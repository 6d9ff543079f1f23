/** Small shapes that say a state without colour. */

export type MarkShape = 'disc' | 'half' | 'quarter' | 'triangle' | 'diamond' | 'ring' | 'barred';

const size = 11;
const ring = <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />;

const shapes: Readonly<Record<MarkShape, React.ReactNode>> = {
  disc: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  half: (
    <>
      {ring}
      <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="currentColor" />
    </>
  ),
  quarter: (
    <>
      {ring}
      <path d="M6 6V1.4A4.6 4.6 0 0 1 10.6 6z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M6 .8 11.6 11H.4z" fill="currentColor" />,
  diamond: <path d="M6 .4 11.6 6 6 11.6.4 6z" fill="currentColor" />,
  ring,
  barred: (
    <>
      {ring}
      <path d="m2.8 9.2 6.4-6.4" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
};

/** One shape in the colour of the text around it; words beside it say the same. */
export function Mark({ shape, turning = false }: { readonly shape: MarkShape; readonly turning?: boolean }) {
  return (
    <svg className={turning ? 'mark turning' : 'mark'} viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}
