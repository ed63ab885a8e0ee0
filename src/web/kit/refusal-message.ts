/** Says a refused command's reason as a passing message: for buttons in a table, where there is no room for more. */
import { App } from 'antd'
import { useEffect } from 'react'

export function useRefusalMessage(problem: Error | null): void {
  const { message } = App.useApp()
  useEffect(() => {
    if (problem !== null) void message.error(problem.message)
  }, [problem, message])
}
