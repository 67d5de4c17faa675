import Testing

@testable import TUI

@Suite struct PanelTests {
    private func panel(_ title: String, number: Int? = nil, isFocused: Bool = false, width: Int = 16, _ capabilities: Capabilities = .full) -> Canvas
    {
        var canvas = Canvas(width: width, height: 3, capabilities: capabilities)
        Panel.draw(canvas.bounds, title: title, number: number, isFocused: isFocused, on: &canvas)
        return canvas
    }

    @Test func bearsItsTitleInTheBorder() {
        #expect(
            panel("loss", number: 1).text == """
                ┌ 1 loss ──────┐
                │              │
                └──────────────┘
                """)
        #expect(panel("a title that is too long").text.hasPrefix("┌ a title tha… ┐\n"))
        #expect(panel("").text.hasPrefix("┌──────────────┐\n"))
    }

    @Test func tellsTheFocusByMoreThanColour() {
        #expect(
            panel("loss", number: 1, isFocused: true).text == """
                ┏ 1 loss ━━━━━━┓
                ┃              ┃
                ┗━━━━━━━━━━━━━━┛
                """)
        #expect(
            panel("loss", isFocused: true, .plain).text == """
                # loss ========#
                |              |
                #==============#
                """)
        #expect(
            panel("loss", .plain).text == """
                + loss --------+
                |              |
                +--------------+
                """)
        #expect(panel("loss", isFocused: true)[2, 0].style.isBold)
    }

    @Test func isLeftOutWhereThereIsNoRoom() {
        #expect(panel("loss", width: 1).text == "\n\n")
        #expect(panel("loss", width: 4).text.hasPrefix("┌──┐"))
    }
}
