import Core
import TUI

for b in [32, 64, 128] {
    for t in [1, 2] {
        var c = RunConfiguration()
        c.hyperparameters.batchSize = b
        c.threads = t
        print(b, t, CostEstimate.measure(c, faceCount: 28709, seconds: 2)!.imagesPerSecond)
    }
}
