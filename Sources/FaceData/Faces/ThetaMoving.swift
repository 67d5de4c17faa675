import Platform

extension Theta {
    /// With the box's centre moved, in [-1, 1] of the image.
    package func moved(x: Float, y: Float) -> Theta {
        var values = values
        values[2] += x
        values[5] += y
        return Theta(values)
    }

    /// With the box `factor` times as large about its centre.
    package func scaled(by factor: Float) -> Theta {
        var values = values
        for index in [0, 1, 3, 4] { values[index] *= factor }
        return Theta(values)
    }

    /// With the box turned about its centre, in degrees, clockwise on screen positive, as `angleDegrees` is.
    package func turned(byDegrees degrees: Float) -> Theta {
        let (cosine, sine) = (cosf(degrees * .pi / 180), sinf(degrees * .pi / 180))
        let (a, b, c, d, e, f) = (values[0], values[1], values[2], values[3], values[4], values[5])
        return Theta([cosine * a - sine * d, cosine * b - sine * e, c, sine * a + cosine * d, sine * b + cosine * e, f])
    }
}
