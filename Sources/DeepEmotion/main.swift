import Core
import TUI

print("deep-emotion")
