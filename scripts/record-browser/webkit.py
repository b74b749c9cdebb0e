"""Opens one page in WebKitGTK; what its console says goes to standard output."""
import sys

import gi

gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import Gtk, WebKit2  # noqa: E402

url, folder = sys.argv[1:]
# an ephemeral session would keep no preflights
data = WebKit2.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder)
view = WebKit2.WebView.new_with_context(WebKit2.WebContext.new_with_website_data_manager(data))
settings = WebKit2.Settings()
settings.set_enable_write_console_messages_to_stdout(True)
view.set_settings(settings)
window = Gtk.Window()
window.add(view)
window.show_all()
view.load_uri(url)
Gtk.main()
