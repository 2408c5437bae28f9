"""The page's own files: template, style, scripts (ES modules), colours and messages."""
