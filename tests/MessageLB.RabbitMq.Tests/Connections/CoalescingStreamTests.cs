using System.Net;
using System.Net.Sockets;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Connections;

/// <summary>What is written one by one arrives in order, whatever is sent together.</summary>
public sealed class CoalescingStreamTests : IAsyncLifetime
{
    private CoalescingStream _stream = null!;
    private Socket _peer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var accepting = listener.AcceptSocketAsync(Token);
        await socket.ConnectAsync(listener.LocalEndpoint, Token);
        _peer = await accepting;
        _stream = new CoalescingStream(socket);
    }

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _peer.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Write_ManySmallOnes_ArriveInOrder()
    {
        const int Writes = 50_000;
        var reading = ReadAsync(Writes * sizeof(int));

        for (var i = 0; i < Writes; i++) await _stream.WriteAsync(BitConverter.GetBytes(i), Token);

        var read = await reading;
        Assert.Equal(Enumerable.Range(0, Writes), Enumerable.Range(0, Writes).Select(i => BitConverter.ToInt32(read, i * sizeof(int))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(CoalescingStream.BufferSize - 1)]
    [InlineData(CoalescingStream.BufferSize)]
    [InlineData(CoalescingStream.BufferSize + 1)]
    [InlineData((5 * CoalescingStream.BufferSize) + 17)]
    public async Task Write_OfAnySize_ArrivesWhole(int size)
    {
        var sent = new byte[size];
        new Random(size).NextBytes(sent);
        var reading = ReadAsync(2 * size);

        await _stream.WriteAsync(sent, Token);
        await _stream.WriteAsync(sent.AsMemory(), Token);

        Assert.Equal((byte[])[.. sent, .. sent], await reading);
    }

    [Fact]
    public async Task Write_WithoutWaiting_KeepsItsPlace()
    {
        var reading = ReadAsync(5);

        await _stream.WriteAsync(new byte[] { 1 }, Token);
        _stream.Write([2, 3], 0, 2);
        _stream.WriteByte(4);
        await _stream.WriteAsync(new byte[] { 5 }, Token);

        Assert.Equal([1, 2, 3, 4, 5], await reading);
    }

    [Fact]
    public async Task Write_MoreThanAnybodyKeeps_WaitsForThePeerToRead()
    {
        const int Size = 64 * 1024 * 1024;
        var writing = _stream.WriteAsync(new byte[Size], Token).AsTask();

        await ReadAsync(Size / 2);
        var wroteAll = writing.IsCompleted;
        await ReadAsync(Size / 2);

        await writing.OrFailAsync("the write that waited", Token);
        Assert.False(wroteAll);
    }

    [Fact]
    public async Task Write_TheConnectionIsReset_OneOfThoseAfterItFails()
    {
        _peer.Close(0);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var i = 0; i < 10_000_000; i++)
            {
                await _stream.WriteAsync(new byte[1000], Token);
                await Task.Yield();
            }
        });
    }

    [Fact]
    public async Task Write_TheSocketIsClosed_Fails()
    {
        var waiting = Task.Run(
            async () =>
            {
                while (true) await _stream.WriteAsync(new byte[CoalescingStream.BufferSize], Token);
            },
            Token);

        _stream.Socket.Close(0);

        await Assert.ThrowsAsync<IOException>(() => waiting.OrFailAsync("the write that waited", Token));
    }

    [Fact]
    public async Task Write_Cancelled_StopsWaiting()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = Task.Run(
            async () =>
            {
                while (true) await _stream.WriteAsync(new byte[CoalescingStream.BufferSize], cancellation.Token);
            },
            Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.OrFailAsync("the write that waited", Token));
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var read = new byte[count];
        for (var at = 0; at < count;)
        {
            var more = await _peer.ReceiveAsync(read.AsMemory(at), SocketFlags.None, Token);
            Assert.NotEqual(0, more);
            at += more;
        }

        return read;
    }
}
