/// Convolution by plain loops: PyTorch's conv2d, stride 1, with `padding` zeros around the input.
struct ConvolutionOracle {
    let inputChannels: Int
    let outputChannels: Int
    let kernelSize: Int
    let padding: Int
    /// [O, C, K, K].
    var weights: [Double]
    /// [O].
    var bias: [Double]

    func weight(_ output: Int, _ input: Int, _ ky: Int, _ kx: Int) -> Double { weights[index(output, input, ky, kx)] }

    private func index(_ output: Int, _ input: Int, _ ky: Int, _ kx: Int) -> Int {
        ((output * inputChannels + input) * kernelSize + ky) * kernelSize + kx
    }

    func forward(_ image: PlainTensor) -> PlainTensor {
        let shrink = kernelSize - 1 - 2 * padding
        var output = PlainTensor(outputChannels, image.height - shrink, image.width - shrink)
        for o in 0..<outputChannels {
            for y in 0..<output.height {
                for x in 0..<output.width {
                    var sum = bias[o]
                    for c in 0..<inputChannels {
                        for ky in 0..<kernelSize {
                            for kx in 0..<kernelSize { sum += weight(o, c, ky, kx) * image.padded(c, y + ky - padding, x + kx - padding) }
                        }
                    }
                    output[o, y, x] = sum
                }
            }
        }
        return output
    }

    func inputGradient(_ outputGradient: PlainTensor, height: Int, width: Int) -> PlainTensor {
        var gradient = PlainTensor(inputChannels, height, width)
        forEachTap(outputGradient, height: height, width: width) { o, c, ky, kx, y, x in
            gradient[c, y + ky - padding, x + kx - padding] += outputGradient[o, y, x] * weight(o, c, ky, kx)
        }
        return gradient
    }

    /// [O, C, K, K] of one face.
    func weightGradient(_ outputGradient: PlainTensor, image: PlainTensor) -> [Double] {
        var gradient = [Double](repeating: 0, count: weights.count)
        forEachTap(outputGradient, height: image.height, width: image.width) { o, c, ky, kx, y, x in
            gradient[index(o, c, ky, kx)] += outputGradient[o, y, x] * image[c, y + ky - padding, x + kx - padding]
        }
        return gradient
    }

    /// [O] of one face.
    func biasGradient(_ outputGradient: PlainTensor) -> [Double] {
        let plane = outputGradient.height * outputGradient.width
        return (0..<outputChannels).map { outputGradient.values[$0 * plane..<($0 + 1) * plane].reduce(0, +) }
    }

    /// All pairs of an output and a tap that lies on the input.
    private func forEachTap(
        _ outputGradient: PlainTensor, height: Int, width: Int, _ body: (_ o: Int, _ c: Int, _ ky: Int, _ kx: Int, _ y: Int, _ x: Int) -> Void
    ) {
        for o in 0..<outputChannels {
            for c in 0..<inputChannels {
                for ky in 0..<kernelSize {
                    for kx in 0..<kernelSize {
                        for y in 0..<outputGradient.height where (0..<height).contains(y + ky - padding) {
                            for x in 0..<outputGradient.width where (0..<width).contains(x + kx - padding) { body(o, c, ky, kx, y, x) }
                        }
                    }
                }
            }
        }
    }
}
