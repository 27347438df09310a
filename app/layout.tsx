import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { readTheme } from '@/components/site/read-theme';
import { wordsOf } from '@/components/storefront/words';
import { pageLanguage } from './(storefront)/visit';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'Agents buy. Humans countersign. Spending limits that hold, and a passkey approval bound to the exact cart.',
  icons: { icon: '/icon.svg', apple: '/icons/apple-touch-icon.png' },
  manifest: '/manifest.webmanifest',
  appleWebApp: { capable: true, title: 'Countersign', statusBarStyle: 'default' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f9fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0e12' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [theme, language] = await Promise.all([readTheme(), pageLanguage()]);
  return (
    <html lang={language} data-theme={theme === 'system' ? undefined : theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <a
          href="#content"
          className="sr-only rounded-control bg-surface px-3 py-2 font-medium focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          {wordsOf(language).skip}
        </a>
        {children}
      </body>
    </html>
  );
}
