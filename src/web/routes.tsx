/** The table of contents of the web app: every screen, where it stands and which slice keeps it. Each is loaded when first opened. */
import { createBrowserRouter, type RouteObject } from 'react-router'
import { AppLayout } from '#web/layout/AppLayout.tsx'
import { Home } from '#web/layout/Home.tsx'
import { Broken, Lost } from '#web/layout/Lost.tsx'
import { PublicLayout } from '#web/layout/PublicLayout.tsx'

const withoutAccount: RouteObject[] = []

const signedIn: RouteObject[] = [
  { index: true, Component: Home },
  {
    path: 'developers',
    lazy: async () => ({ Component: (await import('#web/developers/Developers.tsx')).Developers }),
  },
  { path: '*', Component: Lost },
]

export const routes: RouteObject[] = [
  { Component: PublicLayout, ErrorBoundary: Broken, children: withoutAccount },
  { path: '/', Component: AppLayout, ErrorBoundary: Broken, children: signedIn },
]

export const router = createBrowserRouter(routes)
