/** Fields that a device sent, by the names its protocol's decoder gives them: for people who look into a device. */
import { KeyValue } from '#web/kit/KeyValue.tsx'

export function Particulars({ of: fields }: { of: Readonly<Record<string, unknown>> }) {
  const items = Object.entries(fields).map(([label, value]) => {
    const isPlain = value === null || typeof value !== 'object'
    return {
      label,
      value: isPlain ? JSON.stringify(value).replaceAll('"', '') : <Listed of={value} />,
      wide: !isPlain,
    }
  })
  return <KeyValue items={items} />
}

function Listed({ of: value }: { of: object }) {
  const lines = Array.isArray(value) ? value : [value]
  return (
    <ul className="device-fields">
      {lines.map((line) => (
        <li key={JSON.stringify(line)}>
          <code>{JSON.stringify(line)}</code>
        </li>
      ))}
    </ul>
  )
}
