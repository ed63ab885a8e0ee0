/** A button that is a link: it can be opened in another tab, and is followed without loading the page anew. */
import { Button } from 'antd'
import { useNavigate } from 'react-router'

interface LinkButtonProps {
  readonly to: string
  readonly label: string
  readonly primary?: boolean
  /** What is read out, where the label alone would not tell it from its neighbours. */
  readonly spoken?: string
}

export function LinkButton({ to, label, primary = false, spoken }: LinkButtonProps) {
  const navigate = useNavigate()
  return (
    <Button
      type={primary ? 'primary' : 'default'}
      href={to}
      {...(spoken !== undefined && { 'aria-label': spoken })}
      onClick={(event) => {
        // With a modifier it is the browser's business: a new tab or window.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        void navigate(to)
      }}
    >
      {label}
    </Button>
  )
}
