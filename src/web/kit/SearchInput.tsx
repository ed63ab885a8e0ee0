/** What a person types to find something in a list; it follows the address when that changes without it. */
import { Input } from 'antd'
import { useState } from 'react'

interface SearchInputProps {
  readonly label: string
  /** As it stands in the address. */
  readonly value: string | null
  readonly onSearch: (typed: string) => void
}

export function SearchInput({ label, value, onSearch }: SearchInputProps) {
  const asked = value ?? ''
  const [seen, setSeen] = useState(asked)
  const [typed, setTyped] = useState(asked)
  if (seen !== asked) {
    setSeen(asked)
    setTyped(asked)
  }
  return (
    <Input.Search
      allowClear
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onSearch={(text) => onSearch(text.trim())}
    />
  )
}
