@testable import FaceData
import Testing

/// The faces that the program draws itself.
struct DemoFacesTests {
    @Test func areAFunctionOfTheirSeed() {
        let faces = DemoFaces.draw(count: 70, seed: 5, threads: 2)
        #expect(faces == DemoFaces.draw(count: 70, seed: 5, threads: 1))
        #expect(faces.subset(Array(0..<33)) == DemoFaces.draw(count: 33, seed: 5, threads: 2))
        #expect(faces != DemoFaces.draw(count: 70, seed: 6))
        #expect(faces.countsPerClass == [10, 10, 10, 10, 10, 10, 10])
    }

    @Test func splitKeepsAllClassesOnBothSides() {
        let dataset = DemoFaces.dataset()
        #expect(dataset.training.count == 3000)
        #expect(dataset.validation.count == 500)
        for counts in [dataset.training.countsPerClass, dataset.validation.countsPerClass] {
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
        }
    }

    @Test func areAllDifferentAndHaveContrast() {
        let faces = DemoFaces.draw(count: 300)
        #expect(Set((0..<300).map { faces.face($0) }).count == 300)
        for index in 0..<300 {
            let face = faces.face(index)
            let mean = face.reduce(0.0) { $0 + Double($1) } / 2304
            let deviation = (face.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 2304).squareRoot()
            #expect(deviation > 12, "face \(index)")
        }
    }
}
